// What a reader does on an article's page: picks a platform, says whether it helped. With a script and without.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, person } from './browser.mjs';
import { assertAccessible, assertSound } from './checks.mjs';
import { startPortal } from './portal.mjs';

const WIFI = '/vi/mang/ket-noi-wifi/';
const CODE = '/vi/mang/mang-ky-tuc-xa/';
/** Leads to the article in the portal's first language; its language links lead on. */
const PERMANENT = '/a/wifi/';

let browser;
let portal;
before(async () => {
  browser = await launch();
  portal = await startPortal();
});
after(async () => {
  await browser?.close();
  await portal?.stop();
});

async function reader(t, options) {
  const one = await person(browser, portal, options);
  t.after(() => one.context.close());
  t.after(() => assert.deepEqual(one.faults, []));
  return one;
}

/** The platforms whose steps can be read, in order. */
const shown = (page) => page.locator('.variant').evaluateAll((all) => all
  .filter((section) => section.checkVisibility())
  .map((section) => section.dataset.platform));

const pressed = (page) => page.locator('.variant-picker button[aria-pressed="true"]');

test('without a script every platform can be read', async (t) => {
  const { page } = await reader(t, { script: false });
  await page.goto(WIFI);
  assert.deepEqual(await shown(page), ['windows', 'macos', 'android', 'ios']);
  assert.equal(await page.locator('.variant-picker').count(), 0, 'no buttons that do nothing');
  await assertSound(page, 'without a script');
});

test('with one the reader sees a platform, picks another, and finds it again', async (t) => {
  const { page, context } = await reader(t);
  await page.goto(WIFI);
  const picker = page.getByRole('group').filter({ has: page.getByRole('button', { name: 'Android' }) });
  await picker.waitFor();
  await picker.getByRole('button', { name: 'Android' }).click();
  assert.deepEqual(await shown(page), ['android']);
  assert.match(await pressed(page).first().innerText(), /Android/);
  await assertSound(page, 'one platform');
  await assertAccessible(page, 'one platform');

  // The choice stays for the next article, and holds nothing but the platform.
  await page.goto('/vi/mang/vpn/');
  assert.deepEqual(await shown(page), ['android']);
  const { origins } = await context.storageState();
  assert.deepEqual(origins.flatMap(({ localStorage }) => localStorage), [{ name: 'deskmark:platform', value: 'android' }]);

  // The last button shows all again.
  await page.locator('.variant-picker button').last().click();
  assert.deepEqual(await shown(page), ['windows', 'macos', 'android', 'ios']);
});

test('a link to a step of another platform shows it, and changes no choice', async (t) => {
  const { page } = await reader(t);
  await page.goto(WIFI);
  await page.locator('.variant-picker button', { hasText: 'Android' }).click();
  await page.goto('about:blank');
  await page.goto(`${WIFI}#step-windows-2`);
  assert.deepEqual(await shown(page), ['windows']);
  assert.ok(await page.locator('#step-windows-2').isVisible());
  await page.goto('/vi/mang/vpn/');
  assert.deepEqual(await shown(page), ['android']);
});

test('steps are ticked on this computer, and lead to the form with their number', async (t) => {
  const { page } = await reader(t);
  await page.goto(`${WIFI}#step-windows-2`);
  const second = page.locator('#step-windows-2');
  await second.getByRole('checkbox').check();
  await page.reload();
  assert.ok(await second.getByRole('checkbox').isChecked(), 'it is found again');
  assert.ok(!await page.locator('#step-windows-1').getByRole('checkbox').isChecked());
  assert.match(await page.locator('.stuck a').getAttribute('href'), /ticked=windows-2/, 'from the end of the article, too');
  await second.locator('.step-tools a').click();
  await page.locator('form[action="/t/review"]').waitFor();
  // The page's script fills them in.
  await page.waitForFunction(() => document.querySelector('input[name="article"]').value);
  const carried = ['article', 'step', 'ticked'].map((name) => page.locator(`input[name="${name}"]`).inputValue());
  assert.deepEqual(await Promise.all(carried), ['wifi', 'windows-2', 'windows-2']);
  assert.match(await page.locator('input[name="revision"]').inputValue(), /^[0-9a-f]{8}$/);
});

test('code is copied by a button, which says so', async (t) => {
  const { page, context } = await reader(t);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto(CODE);
  const block = page.locator('.prose pre').first();
  const button = page.locator('.code-block').first().getByRole('button');
  const word = await button.innerText();
  await button.click();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), (await block.innerText()).trim());
  assert.notEqual(await button.innerText(), word);
});

test('"yes" is counted and thanked for in its place', async (t) => {
  const { page } = await reader(t);
  await page.goto(WIFI);
  const form = page.locator('form[data-helpful]');
  const answer = page.waitForResponse('**/signals/helpful');
  await form.locator('button[value="yes"]').click();
  assert.equal((await answer).status(), 204);
  const thanks = await form.getAttribute('data-thanks-yes');
  await form.getByRole('status').filter({ hasText: thanks }).waitFor();
  assert.equal(await form.locator('button[value="yes"]').getAttribute('aria-pressed'), 'true');
  assert.equal(new URL(page.url()).pathname, WIFI, 'nobody left the page');
  assert.equal(await page.locator('#helpful-more').getAttribute('open'), null, 'nothing more is asked');
  await assertAccessible(page, 'answered');
});

for (const script of [true, false]) {
  test(`"no" with words leads to the filled-in form, script ${script ? 'on' : 'off'}`, async (t) => {
    const { page } = await reader(t, { script });
    await page.goto(WIFI);
    const more = page.locator('#helpful-more');
    if (script) {
      await page.locator('form[data-helpful] button[value="no"]').click();
      await page.locator('#helpful-more[open]').waitFor();
    } else {
      await more.locator('summary').click();
    }
    const words = 'Máy tôi không có mục “Wi-Fi”.\nWindows 11.';
    await more.locator('textarea').fill(words);
    await more.locator('button[type="submit"]').click();
    await page.locator('form[action="/t/review"]').waitFor();
    const typed = await page.locator('form[action="/t/review"] textarea[name="description"]').inputValue();
    assert.equal(typed.replaceAll('\r\n', '\n'), words);
    assert.equal(await page.locator('input[name="article"]').getAttribute('value'), 'wifi', 'the desk sees what was read');
    await assertSound(page, 'the form');
  });

  test(`"no" without words is an answer too, script ${script ? 'on' : 'off'}`, async (t) => {
    const { page } = await reader(t, { script, lang: 'fa' });
    await page.goto(PERMANENT);
    await page.goto(await page.locator('a[hreflang="fa"]').first().getAttribute('href'));
    await page.locator('form[data-helpful] button[value="no"]').click();
    if (script) {
      await page.locator('#helpful-more[open]').waitFor();
      assert.equal(await page.locator('#helpful-more textarea').inputValue(), '');
    } else {
      await page.locator('.actions a[href*="/fa/ask/"]').waitFor();
      assert.equal(await page.locator('html').getAttribute('dir'), 'rtl');
      await page.locator('.actions a').first().click();
      await page.locator('body.kind-article').waitFor();
    }
  });
}
