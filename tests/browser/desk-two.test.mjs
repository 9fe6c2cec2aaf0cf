// Two answer one request at once: they see each other, one answer goes out, and nobody's words are lost.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch, person } from './browser.mjs';
import { assertAccessible, assertSound } from './checks.mjs';
import { openDesk, shots } from './desk.mjs';
import { typed } from './typed.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

for (const lang of ['vi', 'fa']) {
  test(`two at one request in ${lang}`, async (t) => {
    const desk = await openDesk(lang);
    t.after(desk.stop);
    const words = typed[lang];
    const code = await desk.send(words.title, 'high');
    const [first, second] = [await desk.member(browser, 'expert'), await desk.member(browser, 'lead')];
    t.after(() => Promise.all([first, second].map(({ context }) => context.close())));
    const done = ({ page }, key, what) => Promise.all([page.waitForURL(`**?done=${what}`), page.keyboard.press(key)]);
    await first.page.goto(`/desk/t/${code}`);
    await done(first, 'a', 'accepted');
    await second.page.goto(`/desk/t/${code}`);

    await t.test('whoever begins to type sees who was first', async () => {
      assert.equal(await second.page.locator('.writing p').count(), 0);
      await first.page.keyboard.press('r');
      const told = first.page.waitForResponse((response) => response.url().endsWith('/writing'));
      await first.page.keyboard.type(words.answer);
      assert.equal((await told).status(), 204);
      assert.equal(await first.page.locator('.writing p').count(), 0, 'nobody is warned of themselves');
      await second.page.keyboard.press('r');
      await second.page.keyboard.type(words.description.replaceAll('\n', ' '));
      await second.page.locator('.writing p', { hasText: 'Trịnh Đăng Khôi' }).waitFor();
      await assertSound(second.page, 'writing');
      await assertAccessible(second.page, 'writing');
      await second.page.screenshot({ path: join(shots, `writing-${lang}.png`), fullPage: true });
    });

    await t.test('without script it is there when the page is opened', async () => {
      const plain = await desk.member(browser, 'admin', { script: false });
      t.after(() => plain.context.close());
      await plain.page.goto(`/desk/t/${code}`);
      assert.equal(await plain.page.locator('.writing p').count(), 2);
    });

    await t.test('the requester is told nothing of it', async () => {
      const requester = await person(browser, desk, { lang });
      t.after(() => requester.context.close());
      await requester.page.goto(`/t/${code}?lang=${lang}`);
      for (const name of ['Trịnh Đăng Khôi', 'Vũ Thục An']) {
        assert.ok(!(await requester.page.content()).includes(name));
      }
    });

    await t.test('the second reads the first answer and keeps what was typed', async () => {
      await done(first, 'Control+Enter', 'answered');
      const mine = await second.page.locator('#text').inputValue();
      const [answer] = await Promise.all([second.page.waitForResponse((response) => response.request().method() === 'POST' && response.url().endsWith('/answer')), second.page.keyboard.press('Control+Enter')]);
      assert.equal(answer.status(), 409);
      await second.page.locator('.not-sent').waitFor();
      assert.ok((await second.page.locator('.message-answer').innerText()).includes(words.answer), 'the first answer');
      assert.ok((await second.page.locator('.not-sent').innerText()).includes(mine), 'and the own words');
      await assertSound(second.page, 'conflict');
      await assertAccessible(second.page, 'conflict');
      await second.page.screenshot({ path: join(shots, `conflict-${lang}.png`), fullPage: true });
    });

    await t.test('opened again, the draft is back in its field', async () => {
      await second.page.goto(`/desk/t/${code}`);
      await second.page.keyboard.press('o');
      await second.page.keyboard.type(words.description.split('\n')[0]);
      await done(second, 'Control+Enter', 'reopened');
      assert.equal(await second.page.locator('#text').inputValue(), words.description.replaceAll('\n', ' '));
      assert.ok(await second.page.locator('#answer .draft-note').isVisible());
      // Sent at last, it is kept no longer; nor is anything when they sign out.
      await second.page.keyboard.press('r');
      await done(second, 'Control+Enter', 'answered');
      const drafts = () => second.page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('deskmark:draft:')));
      assert.deepEqual(await drafts(), []);
      await second.page.keyboard.press('i');
      await second.page.keyboard.type(words.answer);
      await second.page.keyboard.press('Escape');
      await second.page.waitForFunction(() => Object.keys(localStorage).some((key) => key.endsWith(':note')));
      await second.page.locator('.who > summary').press('Enter');
      await second.page.locator('form[action="/desk/sign-out"] button').press('Enter');
      await second.page.waitForURL((url) => !url.pathname.startsWith('/desk/t/'));
      assert.deepEqual(await drafts(), []);
    });
    for (const { faults } of [first, second]) assert.deepEqual(faults, []);
  });
}
