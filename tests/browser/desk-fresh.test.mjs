// An open queue follows what others do without losing the place of whoever works in it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch } from './browser.mjs';
import { assertAccessible, assertSound } from './checks.mjs';
import { openDesk } from './desk.mjs';
import { typed } from './typed.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

const A_WHILE = 31_000;

for (const lang of ['vi', 'fa']) {
  test(`an open queue in ${lang}`, async (t) => {
    const desk = await openDesk(lang);
    t.after(desk.stop);
    const words = typed[lang];
    for (let number = 0; number < 22; number += 1) await desk.send(`${words.title} ${number}`, 'low');
    const { context, page, faults } = await desk.member(browser, 'expert', { height: 400 });
    t.after(() => context.close());
    await page.clock.install();
    await page.reload();
    const codes = () => page.locator('.queue-row .q-title .code').allInnerTexts();
    const focused = () => page.evaluate(() => document.activeElement.pathname);
    const top = () => page.evaluate(() => document.activeElement.getBoundingClientRect().top);
    // The page asks again by itself; what it got is in it before its next word.
    const later = async () => {
      const answered = page.waitForResponse((response) => new URL(response.url()).pathname === new URL(page.url()).pathname);
      await page.clock.fastForward(A_WHILE);
      return (await answered).status();
    };

    await t.test('what has come is told and shown, and the focus stays where it was', async () => {
      for (let steps = 0; steps < 15; steps += 1) await page.keyboard.press('j');
      const [held, height] = [await focused(), await top()];
      const urgent = [await desk.send(words.more[0][0], 'urgent'), await desk.send(words.more[1][0], 'urgent')];
      assert.equal(await later(), 200);
      await page.locator('[data-tell=came]').waitFor();
      const shown = await codes();
      for (const code of urgent) assert.ok(shown.slice(0, 2).includes(code), `${code} is due first`);
      assert.ok((await page.locator('[data-news]').innerText()).includes(new Intl.NumberFormat(lang).format(2)));
      assert.equal(await focused(), held);
      assert.ok(Math.abs(await top() - height) < 2, 'the row stays under the eye');
      await assertSound(page, 'news');
      await assertAccessible(page, 'news');
    });

    await t.test('what a colleague has taken away leaves, and the focus goes to what came into its place', async () => {
      const shown = await codes();
      const held = (await focused()).split('/').at(-1);
      const lead = await desk.member(browser, 'lead');
      t.after(() => lead.context.close());
      await lead.page.goto(`/desk/t/${held}`);
      await lead.page.keyboard.press('f');
      await lead.page.keyboard.press('ArrowDown');
      await Promise.all([lead.page.waitForURL('**?done=referred'), lead.page.keyboard.press('Control+Enter')]);
      await later();
      await page.waitForFunction((path) => !document.querySelector(`.queue a[href="${path}"]`), `/desk/t/${held}`);
      assert.equal(await focused(), `/desk/t/${shown[shown.indexOf(held) + 1]}`);
    });

    await t.test('a ticket says that it has changed, and keeps what is typed', async () => {
      const [code] = await codes();
      await page.goto(`/desk/t/${code}`);
      await page.keyboard.press('i');
      await page.keyboard.type(words.answer);
      const lead = await desk.member(browser, 'admin');
      t.after(() => lead.context.close());
      await lead.page.goto(`/desk/t/${code}`);
      await Promise.all([lead.page.waitForURL('**?done=accepted'), lead.page.keyboard.press('a')]);
      await later();
      await page.locator('[data-tell=changed]').waitFor();
      assert.equal(await page.locator('#text-note').inputValue(), words.answer);
      await assertSound(page, 'changed');
      await assertAccessible(page, 'changed');
      await page.keyboard.press('Escape');
      await Promise.all([page.waitForEvent('load'), page.keyboard.press('m')]);
      await page.locator('form[action$="/answer"]').waitFor();
    });
    assert.deepEqual(faults, []);
  });
}
