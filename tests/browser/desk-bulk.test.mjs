// Several requests at once, by keyboard and without script: each on its own, told one by one, taken back where it can be.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch } from './browser.mjs';
import { assertAccessible, assertSound } from './checks.mjs';
import { openDesk, shots } from './desk.mjs';
import { typed } from './typed.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

for (const lang of ['vi', 'fa']) {
  test(`several at once in ${lang}`, async (t) => {
    const desk = await openDesk(lang);
    t.after(desk.stop);
    for (const [title, priority] of typed[lang].more) await desk.send(title, priority);
    const { context, page, faults } = await desk.member(browser, 'lead');
    t.after(() => context.close());
    const press = (key) => page.keyboard.press(key);
    const codes = () => page.locator('.queue-row .q-title .code').allInnerTexts();
    const handlers = (queue = page) => queue.locator('.q-assignee').allInnerTexts();
    const send = (key) => Promise.all([page.waitForURL('**/desk/q/it/bulk'), press(key)]);
    const back = () => Promise.all([page.waitForURL('**/desk/q/it'), press('u')]);
    const look = async (name) => {
      for (const [width, colorScheme] of [[1280, 'light'], [1280, 'dark'], [360, 'light'], [320, 'light']]) {
        await page.setViewportSize({ width, height: 800 });
        await page.emulateMedia({ colorScheme });
        await assertSound(page, `${name} at ${width}`);
        await assertAccessible(page, `${name} at ${width}, ${colorScheme}`);
        await page.screenshot({ path: join(shots, `${name}-${lang}-${width}-${colorScheme}.png`), fullPage: true });
      }
      await page.emulateMedia({ colorScheme: 'light' });
      await page.setViewportSize({ width: 1280, height: 800 });
    };
    const tickTwo = async () => {
      for (const key of ['j', 'x', 'j', 'x']) await press(key);
      assert.equal(await page.locator('.q-tick :checked').count(), 2);
    };

    await t.test('ticked and given to somebody, and taken back', async () => {
      const nobody = (await handlers())[0];
      assert.ok(await page.locator('.bulk').isHidden());
      await tickTwo();
      await look('ticked');
      await press('g');
      await press('ArrowDown');
      await send('Control+Enter');
      assert.equal(await page.locator('.bulk-list li').count(), 2);
      await look('bulk');
      const elsewhere = await context.newPage();
      await elsewhere.goto('/desk/q/it');
      assert.equal((await handlers(elsewhere)).filter((name) => name !== nobody).length, 2);
      await elsewhere.close();
      await Promise.all([page.waitForEvent('load'), press('z')]);
      await back();
      assert.deepEqual(await handlers(), Array(4).fill(nobody));
    });

    await t.test('what cannot be done is told beside what was done', async () => {
      const [first, second] = await codes();
      await page.goto(`/desk/t/${first}`);
      for (const [key, done] of [['a', 'accepted']]) await Promise.all([page.waitForURL(`**?done=${done}`), press(key)]);
      await press('r');
      await page.keyboard.type(typed[lang].answer);
      await Promise.all([page.waitForURL('**?done=answered'), press('Control+Enter')]);
      await Promise.all([page.waitForURL('**/desk/q/it'), press('u')]);
      for (const code of [first, second]) {
        await page.locator(`.queue a[href="/desk/t/${code}"]`).focus();
        await press('x');
      }
      await send('e');
      assert.deepEqual(await page.locator('.bulk-list .code').allInnerTexts(), [first, second]);
      assert.equal(await page.locator('.notice-good').count(), 1);
      assert.equal(await page.locator('.notice-warning').count(), 1);
      await look('bulk-part');
      await Promise.all([page.waitForEvent('load'), press('z')]);
      await back();
      assert.ok((await codes()).includes(first), 'closed by mistake, it is open again');
    });

    await t.test('nothing chosen is said, and nothing done', async () => {
      await press('j');
      await press('x');
      await press('f');
      await send('Control+Enter');
      assert.equal(await page.locator('.bulk-list').count(), 0);
      await page.locator('.notice-warning').waitFor();
    });
    assert.deepEqual(faults, []);
  });
}

test('several at once without script', async (t) => {
  const desk = await openDesk('vi');
  t.after(desk.stop);
  for (const [title, priority] of typed.vi.more) await desk.send(title, priority);
  const { context, page } = await desk.member(browser, 'expert', { script: false });
  t.after(() => context.close());
  assert.equal(await page.locator('#bulk-member').count(), 0, 'experts give to nobody');
  for (const box of await page.locator('.q-tick input').all()) await box.check();
  await page.locator('#bulk-desk').selectOption({ index: 1 });
  await page.locator('.bulk button[value="refer"]').press('Enter');
  await page.waitForURL('**/desk/q/it/bulk');
  assert.equal(await page.locator('.bulk-list li').count(), 4);
  await page.goto('/desk/q/it');
  assert.equal(await page.locator('.queue-row').count(), 0);
});
