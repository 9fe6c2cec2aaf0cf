// A day at the desk by keyboard alone: twenty requests are opened, sorted, answered, passed on and closed without a mouse.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch } from './browser.mjs';
import { assertAccessible, assertSound } from './checks.mjs';
import { openDesk, shots } from './desk.mjs';
import { typed } from './typed.mjs';

const TICKETS = 20;
const PRIORITIES = ['urgent', 'high', 'medium', 'low'];
let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

for (const lang of ['vi', 'fa']) {
  test(`a day by keyboard in ${lang}`, async (t) => {
    const desk = await openDesk(lang);
    t.after(desk.stop);
    const words = typed[lang];
    for (let number = 0; number < TICKETS; number += 1) {
      const [title] = words.more[number % words.more.length];
      await desk.send(`${title} (${number + 1})`, PRIORITIES[number % PRIORITIES.length]);
    }
    const { context, page, faults } = await desk.member(browser, 'expert');
    t.after(() => context.close());
    // Whoever has no mouse cannot have pressed one.
    await context.addInitScript(() => addEventListener('pointerdown', () => { throw new Error('a mouse was used'); }, true));
    await page.reload();
    const press = (key) => page.keyboard.press(key);
    const leadsTo = (key, url) => Promise.all([page.waitForURL(url), press(key)]);
    const done = (key, what) => leadsTo(key, (url) => url.searchParams.get('done') === what);
    const look = async (name) => {
      for (const [width, colorScheme] of [[1280, 'light'], [1280, 'dark'], [360, 'light'], [360, 'dark'], [320, 'light']]) {
        await page.setViewportSize({ width, height: 800 });
        await page.emulateMedia({ colorScheme });
        await assertSound(page, `${name} at ${width}`);
        if (width !== 360) await assertAccessible(page, `${name} at ${width}, ${colorScheme}`);
        await page.screenshot({ path: join(shots, `${name}-${lang}-${width}-${colorScheme}.png`), fullPage: true });
      }
      await page.emulateMedia({ colorScheme: 'light' });
      await page.setViewportSize({ width: 1280, height: 800 });
    };

    assert.equal(await page.locator('.queue-row').count(), TICKETS);
    await look('queue');
    const order = await page.locator('.queue-row .code').allInnerTexts();

    // The keys are listed where they work, and on the buttons.
    await press('?');
    assert.ok(await page.locator('#keys').isVisible());
    await look('keys');
    await press('Escape');
    assert.ok(await page.locator('#keys').isHidden());

    await press('j');
    await leadsTo('Enter', `**/desk/t/${order[0]}*`);
    await look('ticket');
    const shown = await page.locator('.ticket-nav .key, .desk-main .key').allInnerTexts();
    for (const key of ['a', 'c', 'f', 'b', 'i']) assert.ok(shown.includes(key), `${key} can be seen before it is pressed`);

    for (const [number, code] of order.entries()) {
      await page.waitForURL(`**/desk/t/${code}*`);
      const what = ['close', 'answer', 'refer', 'note'][number % 4];
      if (what === 'refer') {
        await press('f');
        await press('ArrowDown');
        await done('Control+Enter', 'referred');
        // Back in the queue, the next one has the focus.
        if (number === 2) await look('queue-after');
        if (number + 1 < TICKETS) await leadsTo('Enter', `**/desk/t/${order[number + 1]}*`);
        continue;
      }
      if (what === 'close') {
        await press('c');
        await press('ArrowDown');
        await done('Control+Enter', 'classified');
      }
      await done('a', 'accepted');
      if (what === 'note') {
        await press('i');
        await page.keyboard.type(`${words.answer} aecn`);
        await done('Control+Enter', 'noted');
      } else {
        await press('r');
        await page.keyboard.type(words.answer);
        if (number === 0) await look('answering');
        await done('Control+Enter', 'answered');
        if (what === 'close') await done('e', 'closed');
      }
      if (number === 0) await look('closed');
      // Whatever has become of it, the next one is one key away; behind the last is the queue.
      await leadsTo('n', number + 1 < TICKETS ? `**/desk/t/${order[number + 1]}*` : '**/desk/q/it*');
    }
    if (!new URL(page.url()).pathname.startsWith('/desk/q/')) await leadsTo('u', '**/desk/q/it*');
    const left = await page.locator('.queue-row .badge').evaluateAll((all) => all.map(({ className }) => /badge-(\w+)/.exec(className)[1]).sort());
    assert.deepEqual(left, [...Array(5).fill('answered'), ...Array(5).fill('in_progress')], 'five closed, five passed on');
    assert.deepEqual(faults, []);
  });
}
