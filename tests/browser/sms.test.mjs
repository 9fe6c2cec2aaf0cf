// Text messages on the sample portal: a requester turns them on from the receipt, is told of a step, and turns them off.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch, person } from './browser.mjs';
import { assertAccessible, assertAccessibleAsShown, assertSound } from './checks.mjs';
import { root, startPortal } from './portal.mjs';
import { requests, typed } from './typed.mjs';

const shots = join(root, 'tests/.out/sms');

let browser;
let portal;
let staff;
before(async () => {
  mkdirSync(shots, { recursive: true });
  browser = await launch();
  portal = await startPortal();
  staff = await person(browser, portal);
  await staff.page.goto(portal.signIn('expert', 'it'));
  await staff.page.locator('form[action^="/desk/sign-in/code"] button[type="submit"]').click();
  await staff.page.waitForURL('**/desk/q/it*');
});
after(async () => {
  await portal?.stop();
  await browser?.close();
});

// A number as it is typed there, and as messages are sent to it.
const numbers = {
  vi: ['0901 234 567', '+84901234567', '0900'],
  fa: ['+۸۴ ۹۰۷ ۵۵۵ ۰۱۰', '+84907555010', '+44 20 7946 0100'],
};

for (const [lang, script, width, scheme] of [['vi', true, 360, 'light'], ['fa', false, 1280, 'light'], ['fa', true, 360, 'dark']]) {
  test(`text messages in ${lang}, script ${script ? 'on' : 'off'}, ${width} px, ${scheme}`, async (t) => {
    const { context, page, faults } = await person(browser, portal, { lang, script, width });
    const helper = await person(browser, portal, { lang, width });
    t.after(() => Promise.all([context.close(), helper.context.close()]));
    await page.emulateMedia({ colorScheme: scheme });
    const look = async (name) => {
      await assertSound(page, name);
      if (script) await assertAccessible(page, name);
      else await assertAccessibleAsShown(page, helper.page, name);
      await page.screenshot({ path: join(shots, `${name}-${lang}-${width}-${scheme}.png`), fullPage: true });
    };
    const [number, reached, wrong] = numbers[lang];
    const send = (action) => page.locator(`form[action$="${action}"] button[type="submit"]`).first().click();
    const messages = helper.page.locator('main a[href^="/_mail/"]', { hasText: reached });
    /** The newest message to the number, once there are as many. */
    const message = async (many) => {
      const deadline = Date.now() + 15_000;
      for (await helper.page.goto('/_mail'); await messages.count() < many; await helper.page.reload()) {
        assert.ok(Date.now() < deadline, 'the message comes in time');
        await helper.page.waitForTimeout(100);
      }
      assert.equal(await messages.count(), many);
      return messages.first().locator('.mail-subject').innerText();
    };
    await helper.page.goto('/_mail');
    const sofar = await messages.count();

    const code = await sent(page, lang, `${lang}-${width}@khach.example`);
    await look('receipt');
    await page.locator(`main a[href="/t/${code}?open=sms#sms"]`).click();
    await page.locator('#sms-phone').fill(wrong);
    await send('/sms');
    await page.locator('#sms-phone[aria-invalid="true"]').waitFor();
    assert.equal(await page.locator('#sms-phone').inputValue(), wrong, 'what was typed is there');
    await look('wrong');
    await page.locator('#sms-phone').fill(number);
    await send('/sms');
    await page.locator('#proof-code').waitFor();
    assert.ok((await page.locator('.sms').innerText()).includes(reached));
    await look('code');
    const [digits] = /\d{8}/.exec(await message(sofar + 1));
    await page.locator('#proof-code').fill(requests[lang].digits(digits));
    await send('/sms');
    await page.waitForURL(`**/t/${code}?done=sms-on*`);
    await page.locator('.notice').waitFor();
    await page.locator('details:has(#sms) > summary').click();
    await look('on');

    const desk = staff.page;
    await desk.goto(`/desk/t/${code}`);
    assert.ok((await desk.locator('.desk-facts').innerText()).includes(reached));
    await desk.screenshot({ path: join(shots, `desk-${lang}.png`), fullPage: true });
    await desk.locator('form[action$="/accept"] button[type="submit"]').click();
    await desk.locator('form[action$="/answer"]').waitFor();
    const told = await message(sofar + 2);
    assert.ok(told.includes(`/t/${code}`) && !told.includes(typed[lang].title), told);
    await messages.first().click();
    await helper.page.locator('.mail-body').waitFor();
    await helper.page.screenshot({ path: join(shots, `message-${lang}.png`), fullPage: true });

    await page.goto(`/t/${code}?open=sms`);
    await page.locator('form[action$="/sms-off"] button').click();
    await page.waitForURL(`**/t/${code}?done=sms-off*`);
    assert.equal(await page.locator('form[action$="/sms-off"]').count(), 0);
    assert.deepEqual([faults, staff.faults], [[], []]);
  });
}

/** Sends an incident; gives its code. The receipt is open. */
async function sent(page, lang, email) {
  const words = typed[lang];
  await page.goto(`/${lang}/ask/it-incident/`);
  for (const [name, value] of Object.entries({ title: words.title, description: words.description, name: words.name, email })) {
    await page.locator(`main form.form [name="${name}"]`).fill(value);
  }
  for (const [name, value] of [['audience', 'student'], ['f.device', 'several'], ['priority', 'high']]) {
    await page.locator(`main form.form [name="${name}"][value="${value}"]`).check();
  }
  await page.locator('form[action="/t/review"] button[type="submit"]').click();
  await page.locator('body.kind-review').waitFor();
  await page.locator('form[action="/t"] button[type="submit"]:not([formaction])').click();
  await page.waitForURL('**/t/*/receipt*');
  return (await page.locator('main .code').first().innerText()).trim();
}
