// The desk of the sample portal with as many requests as a test needs, and members signed in to it.
import assert from 'node:assert/strict';
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { person } from './browser.mjs';
import { root, startPortal } from './portal.mjs';
import { typed } from './typed.mjs';

/** Where pictures of the desk go, for people to look at. */
export const shots = join(root, 'tests/.out/desk');

/** Starts the sample portal without limits, its desk `it` staffed by people who read `lang`. */
export async function openDesk(lang) {
  const content = mkdtempSync(join(tmpdir(), 'deskmark-content-'));
  cpSync(join(root, 'content'), content, { recursive: true });
  appendFileSync(join(content, 'portal.toml'), '\n[limits]\ntickets_per_client = 1000\ntickets_per_contact = 1000\ntickets_per_desk = 1000\n');
  const it = join(content, 'desks/it.toml');
  writeFileSync(it, readFileSync(it, 'utf8').replace(/^role = .*$/gm, `$&\nlang = "${lang}"`).replace(/^(lang = .*\n)lang = .*$/gm, '$1'));
  const portal = await startPortal(content);
  const stop = async () => {
    await portal.stop();
    rmSync(content, { recursive: true, force: true });
  };
  return { ...portal, lang, stop, send: (title, priority) => send(portal, lang, title, priority), member: (browser, role, more) => member(browser, portal, lang, role, more) };
}

/** Sends one request as a program does; gives its code. */
async function send(portal, lang, title, priority = 'medium') {
  const words = typed[lang];
  const answer = await fetch(`${portal.base}/api/v1/tickets?lang=${lang}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
    body: JSON.stringify({
      request_type: 'it-incident', title, description: words.description, name: words.name, email: words.email,
      audience: 'student', priority, answers: { device: 'classroom' },
    }),
  });
  const body = await answer.json();
  assert.equal(answer.status, 201, JSON.stringify(body));
  return body.code;
}

/** A member's browser, signed in by the printed link, without a mouse. Their queue is open. */
async function member(browser, portal, lang, role, more) {
  const somebody = await person(browser, portal, { lang, ...more });
  const { page } = somebody;
  await page.goto(portal.signIn(role));
  await tabTo(page, 'form[action^="/desk/sign-in/code"] button');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/desk/q/it*');
  return somebody;
}

/** Presses Tab until what `selector` names has the focus. */
export async function tabTo(page, selector) {
  for (let steps = 0; steps < 60; steps += 1) {
    if (await page.evaluate((wanted) => Boolean(document.activeElement?.matches(wanted)), selector)) return;
    await page.keyboard.press('Tab');
  }
  assert.fail(`Tab does not lead to ${selector} on ${page.url()}`);
}
