// Procedures D and T of tests/PROCEDURES.md as the requester meets them: a request that comes back, is completed, changes
// desks and is answered with a letter; and one in four stages that waits for a signature. The clock runs by itself here,
// so no promise is broken: breach and escalation are in tests/suite/procedures/, where the test moves it.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch, person } from './browser.mjs';
import { assertAccessible, assertAccessibleAsShown, assertSound } from './checks.mjs';
import { root, startPortal } from './portal.mjs';
import { requests } from './typed.mjs';

const shots = join(root, 'tests/.out/procedures');
const letter = { name: 'Giấy xác nhận 142.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\n% No. 142, signed\n') };
const card = { name: 'thẻ sinh viên.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\n% card\n') };

let browser;
let portal;
/** Who works the desks, each signed in once: their links open once. */
const staff = {};
before(async () => {
  mkdirSync(shots, { recursive: true });
  browser = await launch();
  portal = await startPortal(join(root, 'tests/fixtures/procedures'));
  for (const [who, role, desk] of [['expert', 'expert', 'it'], ['lead', 'lead', 'it'], ['other', 'lead', 'training']]) {
    staff[who] = await person(browser, portal);
    const { page } = staff[who];
    await page.goto(portal.signIn(role, desk));
    await page.locator('form[action^="/desk/sign-in/code"] button[type="submit"]').click();
    await page.waitForURL(`**/desk/q/${desk}*`);
  }
});
after(async () => {
  await portal?.stop();
  await browser?.close();
});

for (const [lang, script, width] of [['vi', true, 360], ['vi', false, 1280], ['fa', true, 1280], ['fa', false, 360]]) {
  test(`procedures in ${lang}, script ${script ? 'on' : 'off'}, ${width} px`, async (t) => {
    const visit = await requesterOf(lang, script, width);
    t.after(visit.close);
    const certificate = await rejectedCompletedReferredAndAnswered(visit, requests[lang]);
    const support = await fourStagesAndASignature(visit, requests[lang]);
    await bothAreFoundByTheAddress(visit, requests[lang], { certificate, support });
    for (const { faults } of [visit, ...Object.values(staff)]) assert.deepEqual(faults, []);
  });
}

/** A requester: their browser, and `look(name)`, which checks the page and keeps a picture of it. */
async function requesterOf(lang, script, width) {
  const { context, page, faults } = await person(browser, portal, { lang, script, width });
  const helper = await person(browser, portal, { lang, width });
  const look = async (name, shown = page) => {
    await assertSound(shown, name);
    if (script || shown !== page) await assertAccessible(shown, name, { alone: true });
    else await assertAccessibleAsShown(shown, helper.page, name);
    await shown.screenshot({ path: join(shots, `${name}-${lang}-${width}.png`), fullPage: true });
  };
  return {
    lang, script, width, page, faults, look,
    mail: helper.page,
    // Everybody writes from an address of their own: the desk counts what one address asks for.
    email: `${lang}-${width}@khach.example`,
    send: (action) => page.locator(`form[action$="${action}"] button[type="submit"]:not([formaction])`).first().click(),
    close: () => Promise.all([context.close(), helper.context.close()]),
  };
}

/** Procedure D. Gives the code. */
async function rejectedCompletedReferredAndAnswered({ lang, script, width, page, email, mail, look, send }, words) {
  // A vague title is met with a better one (X3), and nothing is lost by going back to it (X4).
  const { certificate } = words;
  await page.goto(`/${lang}/ask/certificate/`);
  await fill(page, { ...certificate.typed, title: certificate.vague, name: words.name, email, 'f.needed-on': tomorrow() });
  await send('/t/review');
  await page.locator('body.kind-review').waitFor();
  assert.equal(await page.locator('.notice q').innerText(), certificate.example);
  assert.ok(!(await page.locator('.answers').innerText()).includes(tomorrow()), 'a day as people say it (D7)');
  await look('review-caution');
  await page.locator('button[formaction="/t/edit"]').click();
  await page.locator('form[action="/t/review"]').waitFor();
  assert.equal(await page.locator('#description').inputValue(), certificate.typed.description);
  await page.locator('#title').fill(certificate.title);
  await send('/t/review');
  await page.locator('body.kind-review').waitFor();
  assert.equal(await page.locator('main .notice').count(), 0, 'this title says enough');

  // The address is proved before anything is sent (D4); digits are typed as people there type them (D7).
  await send('/t');
  await page.locator('#proof-code').waitFor();
  assert.ok((await page.locator('main .lead').innerText()).includes(email));
  await look('code');
  await page.locator('#proof-code').fill(words.digits(await mailedCode(mail, email, 1)));
  await send('/t');
  await page.waitForURL('**/t/*/receipt*');
  const code = (await page.locator('main .code').first().innerText()).trim();
  await look('receipt');

  // Incomplete: the requester reads why, completes it with a file and sends it again under the same code (D2).
  await does(staff.expert, code, 'reject', (form) => form.locator('[name="text"]').fill(certificate.reason));
  await page.goto(`/t/${code}`);
  assert.ok((await page.locator('.message-rejection').innerText()).includes(certificate.reason));
  await look('rejected');
  await page.locator(`a[href="/t/${code}/resubmit"]`).click();
  await page.locator('form[action$="/resubmit"]').waitFor();
  assert.ok((await page.locator('.message-desk').innerText()).includes(certificate.reason), 'the reason stays in sight');
  assert.equal(await page.locator('[name="f.purpose"]').inputValue(), certificate.typed['f.purpose'], 'what was said is still there');
  if (script) {
    // Who leaves the form and comes back goes on where they stopped; who wants what was sent gets that.
    const purpose = page.locator('[name="f.purpose"]');
    await purpose.fill(`${certificate.typed['f.purpose']} (2)`);
    await page.waitForFunction((kept) => localStorage.getItem(kept)?.includes('(2)'), `deskmark:draft:${code}`);
    await page.reload();
    await page.locator('.draft-note').waitFor();
    assert.equal(await purpose.inputValue(), `${certificate.typed['f.purpose']} (2)`);
    await page.locator('.draft-note button').click();
    assert.equal(await purpose.inputValue(), certificate.typed['f.purpose']);
  }
  await page.locator('#f-papers').setInputFiles(card);
  if (script) await page.locator('.files-carried li', { hasText: card.name }).waitFor();
  await look('resubmit');
  await send('/resubmit');
  await page.waitForURL(`**/t/${code}?done=resubmitted*`);
  assert.ok(await page.locator('.message-resubmitted', { hasText: card.name }).isVisible());

  // Another desk's: the code keeps leading to it, and to who is responsible now (X5).
  await does(staff.expert, code, 'refer', (form) => form.locator('[name="to"]').selectOption('training'));
  await page.goto(`/t/${code}`);
  assert.ok((await page.locator('.ticket-now').innerText()).includes(words.training));
  await look('referred');

  // Answered there, with a letter that is collected on the page (D3).
  await does(staff.other, code, 'accept');
  await does(staff.other, code, 'register', (form) => form.locator('[name="number"]').fill('142/ĐT'));
  const desk = staff.other.page;
  await desk.setViewportSize({ width, height: 800 });
  await desk.goto(`/desk/q/training?lang=${lang}`);
  await look('queue', desk);
  await desk.goto(`/desk/t/${code}?lang=${lang}`);
  await openActions(desk);
  await look('desk-actions', desk);
  await does(staff.other, code, 'answer', async (form) => {
    await form.locator('[name="text"]').fill(certificate.answer);
    await form.locator('input[type="file"]').setInputFiles(letter);
    await form.locator('.files-carried li', { hasText: letter.name }).waitFor();
  });
  await page.goto(`/t/${code}`);
  assert.deepEqual(await downloaded(page, letter.name), letter.buffer);

  // Judged stage by stage; a vote can be changed while the ticket is open (D5).
  for (const [stage, score] of [['receive', 3], ['handle', 4], ['receive', 5]]) await rate(page, code, stage, score);
  await page.locator('details:has(#rate) > summary').click();
  const chosen = page.locator('.rating input[name="score"]:checked');
  assert.deepEqual(await chosen.evaluateAll((all) => all.map(({ value }) => value)), ['5', '4'], 'one vote a stage, the last one');
  await look('letter-and-rating');
  await send('/confirm');
  await page.locator('form[action$="/confirm"]').waitFor({ state: 'detached' });
  assert.ok(await page.locator('.ticket-head .badge-closed').isVisible());
  return code;
}

/** Procedure T. Gives the code. */
async function fourStagesAndASignature({ lang, page, email, look, send }, words) {
  const { support } = words;
  await page.goto(`/${lang}/ask/support/`);
  await fill(page, { ...support.typed, name: words.name, email });
  await page.locator('[name="audience"][value="lecturer"]').check();
  await send('/t/review');
  await page.locator('body.kind-review').waitFor();
  await send('/t');
  await page.waitForURL('**/t/*/receipt*');
  const code = (await page.locator('main .code').first().innerText()).trim();
  const running = async (stage, role) => {
    await page.goto(`/t/${code}`);
    const now = page.locator('.timeline [aria-current="step"]', { hasText: support.stages[stage] });
    assert.ok((await now.innerText()).includes(`${words.it} · ${role}`), `${stage}: who is responsible`);
    assert.ok(Date.parse(await now.locator('.timeline-by time').getAttribute('datetime')) > Date.now(), `${stage}: by when`);
    assert.equal(await page.locator('form[action$="/chase"]').count(), 0, 'nothing to chase before the promised time');
    await look(`support-${stage}`);
  };

  // Who is responsible, until when, and how that was counted (T5, X5).
  await page.goto(`/t/${code}`);
  await page.locator('.counted > summary').click();
  assert.ok((await page.locator('.counted > p').innerText()).includes(support.limit));
  assert.ok(await page.locator('.counted li').count() >= 1, 'day by day');
  await look('support-counted');
  await running('receive', words.expert);
  await does(staff.expert, code, 'classify', (form) => form.locator('[name="nature"]').selectOption('technical'));
  await running('check', words.expert);
  await does(staff.expert, code, 'accept');
  await does(staff.lead, code, 'assign', (form) => form.locator('[name="to"]').selectOption({ index: 1 }));
  await running('handle', words.expert);

  // The answer names an article (T2); it stays open until both the requester and the lead have said yes (T4).
  await does(staff.expert, code, 'answer', async (form) => {
    await form.locator('[name="text"]').fill(support.answer);
    await form.locator('[name="article"]').selectOption('projector');
  });
  await page.goto(`/t/${code}`);
  const answer = page.locator('.message-answer');
  assert.ok((await answer.innerText()).includes(support.answer));
  assert.equal(await answer.locator('.cited a').innerText(), support.article);
  await look('support-answered');
  await send('/confirm');
  await page.locator('form[action$="/confirm"]').waitFor({ state: 'detached' });
  await running('report', words.lead);
  assert.ok((await page.locator('.ticket-now').innerText()).includes(support.unsigned), 'what it waits for');
  await does(staff.lead, code, 'sign-off');
  await page.goto(`/t/${code}`);
  assert.ok(await page.locator('.ticket-head .badge-closed').isVisible());
  await look('support-closed');
  return code;
}

/** D6: a one-time code to the address opens all of it. */
async function bothAreFoundByTheAddress({ lang, page, email, mail, look, send }, words, { certificate, support }) {
  await page.goto(`/my?lang=${lang}`);
  await page.locator('main [name="email"]').fill(email);
  await page.locator('main form button[type="submit"]').click();
  await page.locator('main [name="code"]').fill(words.digits(await mailedCode(mail, email, 2)));
  await page.locator('main form button[type="submit"]').click();
  await page.locator('.my-requests').waitFor();
  assert.deepEqual(await page.locator('.my-requests .code').allInnerTexts(), [support, certificate], 'newest first');
  await look('my');
  await send(`/my/t/${certificate}`);
  await page.waitForURL(`**/t/${certificate}*`);
  assert.deepEqual(await downloaded(page, letter.name), letter.buffer, 'the letter is still there');
}

async function fill(page, values) {
  for (const [name, value] of Object.entries(values)) await page.locator(`main form.form [name="${name}"]`).fill(value);
}

/** A day that comes before what the desk promises. */
function tomorrow() {
  return new Date(Date.now() + 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
}

/** The code in the `nth` letter with a code that `email` gets. */
async function mailedCode(page, email, nth) {
  const deadline = Date.now() + 15_000;
  const codes = page.locator('main a[href^="/_mail/"]', { hasText: email }).filter({ hasText: /Cổng hỗ trợ thử|درگاه پشتیبانی آزمایشی/ });
  for (await page.goto('/_mail'); await codes.count() < nth; await page.reload()) {
    assert.ok(Date.now() < deadline, 'the code comes in time');
    await page.waitForTimeout(100);
  }
  await codes.first().click();
  return /^\d{8}$/m.exec(await page.locator('.mail-body').innerText())[0];
}

/** Opens every action on a ticket, which a desk opens one at a time. */
function openActions(page) {
  return page.locator('.more-acts, .more-acts details').evaluateAll((all) => {
    for (const one of all) {
      one.removeAttribute('name');
      one.open = true;
    }
  });
}

/** A desk does one thing to a ticket. */
async function does({ page }, code, action, fillIn = () => {}) {
  await page.goto(`/desk/t/${code}`);
  await openActions(page);
  const form = page.locator(`form[action="/desk/t/${code}/${action}"]`);
  await fillIn(form);
  await form.locator('button[type="submit"]').click();
  await page.waitForURL(/[?&]done=/);
}

async function rate(page, code, stage, score) {
  await page.goto(`/t/${code}`);
  await page.locator('details:has(#rate) > summary').click();
  const form = page.locator('.rating').filter({ has: page.locator(`[name="stage"][value="${stage}"]`) });
  await form.locator(`[name="score"][value="${score}"]`).check();
  await form.locator('button[type="submit"]').click();
  await page.waitForURL('**?done=rated*');
}

/** What is in a file of the conversation, saved as people save it. */
async function downloaded(page, name) {
  const link = page.locator('.conversation .attached a', { hasText: name });
  const [saved] = await Promise.all([page.waitForEvent('download'), link.click()]);
  assert.equal(saved.suggestedFilename(), name);
  const parts = [];
  for await (const part of await saved.createReadStream()) parts.push(part);
  return Buffer.concat(parts);
}
