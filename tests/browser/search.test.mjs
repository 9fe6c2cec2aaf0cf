// What a person sees of search: found as it is typed, mended aloud, told when nothing is there, and words never typed twice.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, person } from './browser.mjs';
import { buildPortal, serveFiles } from './built.mjs';
import { assertAccessible, assertSound } from './checks.mjs';
import { startPortal } from './portal.mjs';

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

const options = (page) => page.locator('[role=option]');
const hits = (page) => page.locator('.hit');
const box = (page) => page.locator('main input[name="q"]');
// The search page puts the caret into its box.
const ready = (page) => page.locator('main input[name="q"]:focus').waitFor();

/** A person on a page, and what the page tells the counters. */
async function reader(t, { at, ...who }) {
  const one = await person(browser, portal, who);
  t.after(() => one.context.close());
  one.told = [];
  one.page.on('request', (request) => {
    const name = /\/signals\/(\w+)$/.exec(request.url())?.[1];
    if (name) one.told.push([name, Object.fromEntries(new URLSearchParams(request.postData())), request.headers().cookie ?? '']);
  });
  await one.page.goto(at);
  return one;
}

/** Waits until what the page told is this. */
async function toldAtLast(one, expected) {
  const deadline = Date.now() + 10_000;
  while (one.told.length < expected.length && Date.now() < deadline) await one.page.waitForTimeout(50);
  assert.deepEqual(one.told, expected);
}

for (const { lang, typed, title, meant } of [
  { lang: 'vi', typed: 'mat khau wfi', title: 'Kết nối Wi-Fi trong trường (eduroam)', meant: 'mat khau wifi' },
  { lang: 'vi', typed: 'quen mat khau', title: 'Quên, đổi mật khẩu hoặc bị khóa tài khoản' },
  { lang: 'vi', typed: 'ddawng nhaapj', title: 'Quên, đổi mật khẩu hoặc bị khóa tài khoản', meant: 'đăng nhập' },
  { lang: 'fa', typed: 'وايفاي', title: 'اتصال به وای‌فای دانشگاه (eduroam)' },
  { lang: 'fa', typed: 'كلاس مجازي', title: 'سامانه آموزش مجازی (LMS): درس را نمی‌بینم، تکلیف فرستاده نمی‌شود' },
  { lang: 'fa', typed: 'hdldg', title: 'ایمیل دانشگاه روی گوشی', meant: 'ایمیل' },
]) {
  test(`by keyboard alone, ${lang} finds “${typed}” at home`, async (t) => {
    const { page, faults } = await reader(t, { lang, at: `/${lang}/` });
    await page.keyboard.press('/');
    await page.keyboard.type(typed);
    const option = options(page).filter({ hasText: title });
    await option.waitFor();
    assert.equal(await box(page).getAttribute('aria-expanded'), 'true');
    const status = await page.locator('.search-panel [role=status]').innerText();
    if (meant) assert.ok(status.includes(meant), status);
    const ids = await options(page).evaluateAll((all) => all.map(({ id }) => id));
    assert.ok(ids.length <= 6 && ids.length > 0);
    while (await option.getAttribute('aria-selected') !== 'true') {
      await page.keyboard.press('ArrowDown');
      assert.equal(await page.locator('[aria-selected=true]').count(), 1);
    }
    assert.equal(await box(page).getAttribute('aria-activedescendant'), await option.getAttribute('id'));
    await page.keyboard.press('Enter');
    await page.locator('body.kind-article').waitFor();
    assert.equal(await page.locator('h1').innerText(), title);
    assert.deepEqual(faults, []);
  });
}

test('the list opens, moves and closes as lists do', async (t) => {
  const { page, faults } = await reader(t, { at: '/vi/' });
  const active = () => box(page).getAttribute('aria-activedescendant');
  await page.keyboard.press('/');
  await page.locator('main [role=combobox][aria-expanded=false]').waitFor();
  await page.keyboard.type('wifi');
  await options(page).nth(5).waitFor();
  assert.equal(await active(), null);
  for (const [key, at] of [['ArrowUp', 5], ['ArrowDown', null], ['ArrowDown', 0], ['ArrowDown', 1], ['End', 5], ['Home', 0], ['ArrowUp', null]]) {
    await page.keyboard.press(key);
    assert.equal(await active(), at === null ? null : `q-options-${at}`, key);
  }
  await page.keyboard.press('Escape');
  assert.equal(await box(page).getAttribute('aria-expanded'), 'false');
  assert.equal(await box(page).inputValue(), 'wifi', 'the first Escape only closes');
  await page.keyboard.press('ArrowDown');
  await options(page).first().waitFor();
  await page.keyboard.press('Tab');
  assert.equal(await options(page).first().isVisible(), false, 'closes when the reader goes on');
  await box(page).focus();
  await page.keyboard.press('Enter');
  await page.waitForURL('**/vi/search/?q=wifi');
  await hits(page).first().waitFor();
  assert.deepEqual(faults, []);
});

test('a pointer chooses as well', async (t) => {
  const { page } = await reader(t, { at: '/vi/' });
  await box(page).pressSequentially('wifi');
  await options(page).nth(1).click();
  await page.locator('body.kind-article').waitFor();
});

// What the reader does to choose, and to let go again.
const AIMS = {
  'under the pointer': [(page) => options(page).nth(0).hover(), (page) => page.mouse.move(5, 5)],
  'under the keys': [(page) => page.keyboard.press('ArrowDown'), (page) => page.keyboard.press('ArrowUp')],
};
for (const [how, [aim, letGo]] of Object.entries(AIMS)) {
  test(`what comes late does not change the list ${how}`, async (t) => {
    const { page } = await reader(t, { at: '/vi/' });
    const settled = settling(page);
    await box(page).pressSequentially('wifi');
    await options(page).nth(5).waitFor();
    await settled();
    let release;
    const held = new Promise((resolve) => { release = resolve; });
    await page.route('**/search/vi/**', async (route) => { await held; await route.continue(); });
    const asked = page.waitForRequest('**/search/vi/**');
    await box(page).pressSequentially(' zalo vpn lms');
    await asked;
    await aim(page);
    const listed = () => page.locator('main [role=listbox]').innerText();
    const before = await listed();
    release();
    await settled();
    assert.equal(await listed(), before);
    await letGo(page);
    await page.waitForFunction((old) => document.querySelector('main [role=listbox]').innerText !== old, before);
  });
}

/** What waits until no piece of an index is on its way, and what has come was looked at. */
function settling(page) {
  const underway = new Set();
  const ofAnIndex = (request) => request.url().includes('/search/');
  page.on('request', (request) => { if (ofAnIndex(request)) underway.add(request); });
  for (const end of ['requestfinished', 'requestfailed']) page.on(end, (request) => underway.delete(request));
  const frame = () => page.evaluate(() => new Promise(requestAnimationFrame));
  return async () => {
    // A piece may ask for the next one.
    for (let quiet = 0; quiet < 5; quiet = underway.size ? 0 : quiet + 1) await frame();
  };
}

test('the search page shows the passage, and the address follows', async (t) => {
  const { page, faults } = await reader(t, { at: '/vi/search/' });
  await ready(page);
  await page.keyboard.type('tệp thuyvan.ovpn');
  const first = hits(page).first();
  await first.locator('.hit-step', { hasText: 'Bước 2' }).waitFor();
  assert.equal(await first.locator('mark').allInnerTexts().then((all) => all.some((text) => text.includes('thuyvan.ovpn'))), true);
  assert.match(await first.locator('.hit-facts').innerText(), /Hướng dẫn[\s\S]*\d+ phút[\s\S]*Windows/);
  await first.locator('a').click();
  await page.waitForURL('**/vpn/#step-2');
  await page.goBack();
  assert.equal(new URL(page.url()).searchParams.get('q'), 'tệp thuyvan.ovpn');
  await first.waitFor();
  assert.equal(await box(page).inputValue(), 'tệp thuyvan.ovpn');
  assert.deepEqual(faults, []);
});

test('more results come by tens, and are there again after going back', async (t) => {
  const { page } = await reader(t, { at: `/vi/search/?q=${encodeURIComponent('mật khẩu')}` });
  await hits(page).nth(9).waitFor();
  assert.equal(await hits(page).count(), 10);
  await page.locator('[data-search-more]').click();
  await hits(page).nth(10).waitFor();
  assert.ok(await hits(page).nth(10).locator('a').evaluate((link) => link === document.activeElement), 'goes on at the first new one');
  const shown = await hits(page).count();
  await hits(page).nth(10).locator('a').press('Enter');
  await page.locator('body.kind-article').waitFor();
  await page.goBack();
  await hits(page).nth(10).waitFor();
  assert.equal(await hits(page).count(), shown);
});

test('what was meant is told, and can be refused', async (t) => {
  const { page, faults } = await reader(t, { at: `/vi/search/?q=${encodeURIComponent('mat khau wfi')}` });
  const meant = page.locator('.search-meant');
  await meant.waitFor();
  assert.equal(await meant.locator('span').innerText(), 'Hiện kết quả cho “mat khau wifi”.');
  assert.equal(await meant.locator('a').innerText(), 'Tìm đúng “mat khau wfi”');
  await meant.locator('a').click();
  await meant.waitFor({ state: 'hidden' });
  assert.equal(new URL(page.url()).searchParams.get('exact'), '1');
  assert.equal(await page.locator('mark', { hasText: 'Wi-Fi' }).count(), 0);
  await page.goBack();
  await meant.waitFor();
  await page.goForward();
  await meant.waitFor({ state: 'hidden' });
  // Typing on means anything again.
  await box(page).focus();
  await page.keyboard.press('End');
  await page.keyboard.type(' ');
  await page.keyboard.type('o');
  await meant.waitFor();
  assert.deepEqual(faults, []);
});

test('an opened result is counted, without a cookie', async (t) => {
  const one = await reader(t, { at: '/vi/search/?q=eduroam' });
  await hits(one.page).first().locator('a').click();
  await one.page.waitForURL('**/vi/mang/ket-noi-wifi/**');
  await toldAtLast(one, [['opened', { article: 'wifi', lang: 'vi' }, '']]);
});

test('a search that found nothing teaches, and is counted once without what tells who looked', async (t) => {
  const one = await reader(t, { at: '/vi/search/' });
  const { page, told } = one;
  await ready(page);
  await page.keyboard.type('qzxvqzxv 23219876 qzxvqq@zzxqqx.qqzxvq Zqxqzxv!vxqzxq1');
  await page.locator('[data-search-none]').waitFor();
  assert.ok(await page.locator('main a[href="/vi/a-z/"]').first().isVisible());
  assert.deepEqual(told, [], 'nobody counts half a word');
  await toldAtLast(one, [['miss', { query: 'qzxvqzxv', lang: 'vi' }, '']]);
  // The same again is the same search.
  await page.keyboard.press('Enter');
  await page.reload();
  await page.locator('[data-search-none]').waitFor();
  await page.goto('/vi/');
  assert.equal(told.length, 1);
});

test('nothing is told of a number or an address alone', async (t) => {
  const one = await reader(t, { at: `/vi/search/?q=${encodeURIComponent('99999888887')}` });
  await one.page.locator('[data-search-none]').waitFor();
  await one.page.goto('/vi/');
  assert.deepEqual(one.told, []);
});

test('words go from the search to the request and back', async (t) => {
  const { page, faults } = await reader(t, { at: '/vi/search/' });
  const words = 'qzxv & ghế gãy';
  await ready(page);
  await page.keyboard.type(words);
  const ask = page.locator('[data-search-ask] a', { hasText: `Gửi yêu cầu về “${words}”` });
  await ask.click();
  await page.locator('body.kind-catalogue').waitFor();
  await page.locator(`main a[href*="/ask/it-incident/?q="]`).click();
  await page.locator('body.kind-form').waitFor();
  await page.waitForFunction((expected) => document.querySelector('#title').value === expected, words);
  await page.locator('#title').fill('Quên mật khẩu');
  await page.locator('#description').fill('Từ hôm qua.');
  await page.locator('a[data-look-up]').click();
  await page.waitForURL('**/vi/search/?q=*');
  // The page's script writes it there, when it has come.
  await page.waitForFunction(() => document.querySelector('main [name="q"]').value === 'Quên mật khẩu');
  await page.goBack();
  // What was typed is there, not what was looked for first.
  await page.waitForFunction(() => document.querySelector('#description').value === 'Từ hôm qua.');
  assert.equal(await page.locator('#title').inputValue(), 'Quên mật khẩu');
  assert.deepEqual(faults, []);
});

for (const [lang, title, article] of [
  ['vi', 'quen mat khau email', 'Quên, đổi mật khẩu hoặc bị khóa tài khoản'],
  ['fa', 'رمز عبور را فراموش كرده‌ام', 'رمز عبور را فراموش کرده‌ام یا حسابم قفل است'],
]) {
  test(`articles are suggested while a request is written, ${lang}`, async (t) => {
    const one = await reader(t, { lang, at: `/${lang}/ask/it-incident/` });
    const { page, context, faults } = one;
    const top = (selector) => page.locator(selector).evaluate((element) => element.getBoundingClientRect().top + scrollY);
    assert.equal(await page.locator('.suggest-box').isVisible(), false);
    const before = [await top('#title'), await top('#description')];
    await page.locator('#title').pressSequentially(title);
    const link = page.locator('.suggest a', { hasText: article });
    await link.waitFor();
    assert.deepEqual([await top('#title'), await top('#description')], before);
    assert.ok(await page.locator('.suggest li').count() <= 3);
    const opened = context.waitForEvent('page');
    await link.click();
    const tab = await opened;
    await tab.locator('body.kind-article').waitFor();
    assert.equal(await page.locator('#title').inputValue(), title);
    await toldAtLast(one, [['deflect', { article: 'password', type: 'it-incident', lang }, '']]);
    // What has nothing to do with any article takes the box away again.
    await page.locator('#title').fill('qzxv');
    await page.locator('.suggest-box').waitFor({ state: 'hidden' });
    assert.deepEqual(faults, []);
  });
}

test('without script the pages say where to look', async (t) => {
  const { page } = await reader(t, { script: false, at: '/vi/search/?q=wifi' });
  assert.ok(await page.locator('main noscript').isVisible());
  assert.ok(await page.locator('main a[href="/vi/a-z/"]').first().isVisible());
  await assertSound(page, 'search without script');
  await page.goto('/vi/ask/it-incident/?q=wifi');
  assert.equal(await page.locator('.suggest-box').isVisible(), false);
  await page.locator('a[data-look-up]').click();
  await page.waitForURL('**/vi/search/');
});

test('when the index does not load the page says so, and comes back by itself', async (t) => {
  const { page, context } = await reader(t, { at: '/vi/ask/' });
  await context.route('**/search/vi.json', (route) => route.abort());
  await page.goto('/vi/search/?q=wifi');
  await page.locator('.search-count', { hasText: 'Chưa tải được' }).waitFor();
  assert.ok(await page.locator('[data-search-idle]').isVisible());
  await context.unroute('**/search/vi.json');
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await hits(page).first().waitFor();
});

test('a site published again under the reader answers from its new index', async (t) => {
  const { page } = await reader(t, { at: '/vi/ask/' });
  await page.route('**/search/vi.json', async (route) => {
    const response = await route.fetch();
    const root = await response.json();
    await route.fulfill({ response, json: { ...root, path: '/search/vi/000000000000/' } });
  }, { times: 1 });
  await page.goto('/vi/search/?q=wifi');
  await hits(page).first().waitFor();
});

test('any web server will do, and what was loaded answers without it', async (t) => {
  const built = buildPortal();
  const server = await serveFiles(built.folder);
  t.after(() => {
    server.stop();
    built.remove();
  });
  const { page, context, faults } = await person(browser, server, { lang: 'vi' });
  t.after(() => context.close());
  await page.goto('/vi/search/');
  await ready(page);
  await page.keyboard.type('wifi eduroam');
  await page.locator('.search-count', { hasText: 'wifi eduroam' }).waitFor();
  assert.deepEqual(faults, []);
  await context.setOffline(true);
  await box(page).fill('eduroam wifi');
  await page.locator('.search-count', { hasText: 'eduroam wifi' }).waitFor();
  assert.ok(await hits(page).count() > 0);
});

for (const lang of ['vi', 'fa']) {
  test(`the open list is sound and accessible, ${lang}`, async (t) => {
    const query = { vi: 'mat khau wfi', fa: 'رمز عبوز' }[lang];
    const { page, faults } = await reader(t, { lang, at: `/${lang}/` });
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      for (const [width, at, input] of [[320, '', 'q'], [360, '', 'q'], [1280, '', 'q'], [1280, 'ask/', 'header-q']]) {
        await page.setViewportSize({ width, height: 800 });
        await page.goto(`/${lang}/${at}`);
        await page.locator(`#${input}`).pressSequentially(query);
        await options(page).first().waitFor();
        await page.keyboard.press('ArrowDown');
        const label = `${input} at ${width}, ${colorScheme}`;
        await assertSound(page, label);
        await assertAccessible(page, label);
      }
    }
    assert.deepEqual(faults, []);
  });
}
