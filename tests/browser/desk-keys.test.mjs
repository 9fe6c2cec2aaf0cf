// The desk's keys, whatever keyboard they are on: Persian letters, an input method, a field, a modifier, switched off.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch } from './browser.mjs';
import { openDesk } from './desk.mjs';
import { typed } from './typed.mjs';

let browser;
let desk;
before(async () => {
  browser = await launch();
  desk = await openDesk('vi');
  for (const [title, priority] of typed.vi.more) await desk.send(title, priority);
});
after(async () => {
  await desk?.stop();
  await browser?.close();
});

test('keys of the desk', async (t) => {
  const { context, page, faults } = await desk.member(browser, 'expert');
  t.after(() => context.close());
  const rows = await page.locator('.queue-row .q-title a').evaluateAll((all) => all.map((link) => link.pathname));
  const focused = () => page.evaluate(() => document.activeElement.pathname ?? document.activeElement.localName);
  const queue = page.url();
  // What Playwright's keyboard cannot say: another layout's letter on a key.
  const cdp = await context.newCDPSession(page);
  const onLayout = async (key, code, modifiers = 0) => {
    for (const type of ['keyDown', 'keyUp']) await cdp.send('Input.dispatchKeyEvent', { type, key, code, modifiers, windowsVirtualKeyCode: 229 });
  };

  await t.test('Persian letters are the keys they stand on', async () => {
    await onLayout('ت', 'KeyJ');
    await onLayout('ت', 'KeyJ');
    assert.equal(await focused(), rows[1]);
    await onLayout('ن', 'KeyK');
    assert.equal(await focused(), rows[0]);
    await onLayout('؟', 'Slash', 8);
    assert.ok(await page.locator('#keys').isVisible());
    await onLayout('ت', 'KeyJ');
    await page.keyboard.press('Escape');
    assert.equal(await focused(), rows[0], 'nothing moves behind the list of keys, and the place is kept');
  });

  await t.test('an input method that keeps the letter to itself does not keep the key', async () => {
    await onLayout('Process', 'KeyJ');
    assert.equal(await focused(), rows[1]);
    // Telex writes `á` over `a` without a key of its own.
    await onLayout('á', '');
    assert.equal(page.url(), queue);
  });

  await t.test('where the Latin letters stand elsewhere, the letter counts', async () => {
    await onLayout('k', 'KeyV');
    assert.equal(await focused(), rows[0]);
  });

  await t.test('with Control, Alt or Shift a letter is not a key of ours', async () => {
    for (const modifier of ['Control', 'Alt', 'Shift']) await page.keyboard.press(`${modifier}+j`);
    assert.equal(await focused(), rows[0]);
  });

  await t.test('what is typed into a field is text', async () => {
    await Promise.all([page.waitForURL(`**${rows[0]}*`), page.keyboard.press('Enter')]);
    await page.keyboard.press('i');
    const note = page.locator('#text-note');
    await page.keyboard.type('a e f u n p ?');
    assert.equal(await note.inputValue(), 'a e f u n p ?');
    assert.ok(new URL(page.url()).pathname.endsWith(rows[0]));
    // Escape leaves it, and what was typed stays.
    await page.keyboard.press('Escape');
    assert.equal(await focused(), 'summary');
    await page.keyboard.press('i');
    assert.equal(await note.inputValue(), 'a e f u n p ?');
    await page.keyboard.press('Escape');
  });

  await t.test('switched off they stay off, and on again they work', async () => {
    await page.keyboard.press('?');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.keyboard.press('Escape');
    await page.reload();
    assert.ok(await page.locator('.ticket-nav .key').first().isHidden(), 'no hint for what does not work');
    for (const key of ['u', 'a', 'n', '/']) await page.keyboard.press(key);
    assert.equal(await focused(), 'body');
    assert.ok(page.url().endsWith(rows[0]));
    await page.locator('.keys-open').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.keyboard.press('Escape');
    await Promise.all([page.waitForURL('**/desk/q/it*'), page.keyboard.press('u')]);
    assert.equal(await focused(), rows[0], 'back in the queue, at the row one came from');
  });

  await t.test('every key of the list is a button somewhere, and every button with a key is in the list', async () => {
    await page.goto(rows[0]);
    const listed = await page.locator('#keys dt').allInnerTexts();
    const offered = await page.locator('[data-key]').evaluateAll((all) => all.map(({ dataset }) => dataset.key));
    assert.equal(new Set(offered).size, offered.length, 'one key an action');
    for (const key of offered) assert.ok(listed.includes(key), `${key} is listed`);
    const told = await page.locator('[data-key]').evaluateAll((all) => all.every((one) => one.getAttribute('aria-keyshortcuts') === one.dataset.key));
    assert.ok(told, 'and told to whoever does not see it');
  });
  assert.deepEqual(faults, []);
});

test('without script the list of keys opens by its button, and says why they do not work', async (t) => {
  const { context, page } = await desk.member(browser, 'lead', { script: false });
  t.after(() => context.close());
  await page.locator('.keys-open').press('Enter');
  assert.ok(await page.locator('#keys noscript').isVisible());
  assert.ok(await page.locator('#keys [data-keys-switch]').isHidden());
});
