// Procedures D and T of tests/PROCEDURES.md on the sample portal, from both sides: a request that comes back, is completed,
// changes units and is answered with a letter; and one in four stages that a lead signs. The clock runs by itself here,
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
/** Who works the desks, by role and desk, each signed in once: their links open once. */
const staff = {};
before(async () => {
  mkdirSync(shots, { recursive: true });
  browser = await launch();
  portal = await startPortal();
  for (const [role, desk] of [['expert', 'it'], ['lead', 'it'], ['expert', 'students'], ['expert', 'training'], ['expert', 'tehran']]) {
    staff[`${role} ${desk}`] = await person(browser, portal);
    const { page } = staff[`${role} ${desk}`];
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
    const letters = await rejectedCompletedReferredAndAnswered(visit, requests[lang]);
    const support = await fourStagesAndASignature(visit, requests[lang]);
    await bothAreFoundByTheAddress(visit, requests[lang], { letters, support });
    for (const { faults } of [visit, ...Object.values(staff)]) assert.deepEqual(faults, []);
  });
}

for (const [lang, width] of [['vi', 360], ['fa', 1280]]) {
  test('a form asks only what the answers so far lead to, and says which day is the earliest', async (t) => {
    const { course } = requests[lang];
    const visit = await requesterOf(lang, true, width);
    t.after(visit.close);
    const { page } = visit;
    await page.goto(`/${lang}/ask/course-request/`);
    const asked = (name) => page.locator(`[name="${name}"]`).first().isVisible();
    const form = (value) => page.locator(`[name="f.form"][value="${value}"]`).check();
    await page.locator('[name="f.starts-on"]').first().waitFor({ state: 'hidden' });
    assert.deepEqual([await asked('f.starts-on'), await asked('f.payroll-starts-on')], [false, false], 'no course yet');
    await form('payroll');
    assert.deepEqual([await asked('f.starts-on'), await asked('f.payroll-starts-on'), await asked('f.room')], [false, true, true]);
    const hint = await page.locator('#f-payroll-starts-on-hint').innerText();
    const [month, day] = [{ month: 'long' }, { day: 'numeric' }].map((part) => atTheDesk(lang, 30, part));
    const said = hint.toLowerCase();
    assert.ok(said.includes(course.earliest.toLowerCase()) && said.includes(month.toLowerCase()) && said.includes(day), hint);
    await visit.look('course-payroll');
    await form('online');
    assert.deepEqual([await asked('f.starts-on'), await asked('f.payroll-starts-on'), await asked('f.room')], [true, false, false]);
    // A draft that comes back brings its questions along.
    await page.waitForFunction((key) => localStorage.getItem(key)?.includes('online'), 'deskmark:draft:course-request');
    await page.reload();
    await page.locator('.draft-note').waitFor();
    await page.locator('[name="f.starts-on"]').waitFor();
    assert.equal(await asked('f.room'), false);
    // The way of such a request is a link away.
    await page.locator(`main a[href^="/${lang}/"]`, { hasText: /TH\.02|lớp tập huấn|دوره/ }).first().click();
    await page.locator('body.kind-article').waitFor();
    assert.deepEqual(visit.faults, []);

    const plain = await requesterOf(lang, false, width);
    t.after(plain.close);
    await plain.page.goto(`/${lang}/ask/course-request/`);
    assert.equal(await plain.page.locator('.asked-if').count(), await plain.page.getByText(course.hangs).count());
    assert.ok(await plain.page.locator('[name="f.room"]').isVisible(), 'without script every question is there');
    await plain.look('course-plain');
  });
}

/** A requester: their browser, and `look(name)`, which checks the page and keeps a picture of it. */
async function requesterOf(lang, script, width) {
  const { context, page, faults } = await person(browser, portal, { lang, script, width });
  const helper = await person(browser, portal, { lang, width });
  const look = async (name, shown = page) => {
    await assertSound(shown, name);
    if (script || shown !== page) await assertAccessible(shown, name);
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
  const certificate = words.letter;
  const [first, second] = [staff[`expert ${certificate.desk}`], staff[`expert ${certificate.to.desk}`]];
  const [kept, said] = certificate.kept;
  await page.goto(`/${lang}/ask/${certificate.type}/`);
  await choose(page, certificate.chosen);
  await fill(page, { ...certificate.typed, [kept]: said, title: certificate.vague, name: words.name, email, 'f.deadline': tomorrow() });
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
  await page.locator('#proof-code').fill(words.digits(await mailedCode(mail, words.portal, email, 1)));
  await send('/t');
  await page.waitForURL('**/t/*/receipt*');
  const code = (await page.locator('main .code').first().innerText()).trim();
  await look('receipt');

  // Incomplete: the requester reads why, completes it with a file and sends it again under the same code (D2).
  await does(first, code, 'reject', (form) => form.locator('[name="text"]').fill(certificate.reason));
  await page.goto(`/t/${code}`);
  assert.ok((await page.locator('.message-rejection').innerText()).includes(certificate.reason));
  await look('rejected');
  await page.locator(`a[href="/t/${code}/resubmit"]`).click();
  await page.locator('form[action$="/resubmit"]').waitFor();
  assert.ok((await page.locator('.message-desk').innerText()).includes(certificate.reason), 'the reason stays in sight');
  assert.equal(await page.locator(`[name="${kept}"]`).inputValue(), said, 'what was said is still there');
  if (script) {
    // Who leaves the form and comes back goes on where they stopped; who wants what was sent gets that.
    const answer = page.locator(`[name="${kept}"]`);
    await answer.fill(`${said} (2)`);
    await page.waitForFunction((kept) => localStorage.getItem(kept)?.includes('(2)'), `deskmark:draft:${code}`);
    await page.reload();
    await page.locator('.draft-note').waitFor();
    assert.equal(await answer.inputValue(), `${said} (2)`);
    await page.locator('.draft-note button').click();
    assert.equal(await answer.inputValue(), said);
  }
  await page.locator('#f-papers').setInputFiles(card);
  if (script) await page.locator('.files-carried li', { hasText: card.name }).waitFor();
  await look('resubmit');
  await send('/resubmit');
  await page.waitForURL(`**/t/${code}?done=resubmitted*`);
  await page.locator('.message-resubmitted', { hasText: card.name }).waitFor();

  // Another desk's: the code keeps leading to it, and to who is responsible now (X5).
  await does(first, code, 'refer', (form) => form.locator('[name="to"]').selectOption(certificate.to.desk));
  await page.goto(`/t/${code}`);
  assert.ok((await page.locator('.ticket-now').innerText()).includes(certificate.to.name));
  await look('referred');

  // Answered there, with a letter that is collected on the page (D3).
  await does(second, code, 'accept');
  await does(second, code, 'register', (form) => form.locator('[name="number"]').fill('142/ĐT'));
  const desk = second.page;
  await desk.setViewportSize({ width, height: 800 });
  await desk.goto(`/desk/q/${certificate.to.desk}?lang=${lang}`);
  await look('queue', desk);
  await desk.goto(`/desk/t/${code}?lang=${lang}`);
  await openActions(desk);
  await look('desk-actions', desk);
  await does(second, code, 'answer', async (form) => {
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
  await page.locator('.ticket-head .badge-closed').waitFor();
  return code;
}

/** Procedure T. Gives the code. */
async function fourStagesAndASignature({ lang, width, page, email, look, send }, words) {
  const { support } = words;
  const [expert, lead] = [staff['expert it'], staff['lead it']];
  await page.goto(`/${lang}/ask/it-how-to/`);
  await choose(page, { audience: 'lecturer', priority: 'medium', 'f.topic': 'guidance' });
  await fill(page, { ...support.typed, name: words.name, email });
  await send('/t/review');
  await page.locator('body.kind-review').waitFor();
  await send('/t');
  await page.waitForURL('**/t/*/receipt*');
  const code = (await page.locator('main .code').first().innerText()).trim();
  const running = async (stage, role) => {
    await page.goto(`/t/${code}`);
    const now = page.locator('.timeline [aria-current="step"]', { hasText: support.stages[stage] });
    assert.ok((await now.innerText()).includes(`${support.desk} · ${role}`), `${stage}: who is responsible`);
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
  await running('receive', support.expert);
  await does(expert, code, 'classify', (form) => form.locator('[name="nature"]').selectOption('technical'));
  await running('check', support.expert);
  await does(expert, code, 'accept');
  await does(lead, code, 'assign', (form) => form.locator('[name="to"]').selectOption({ index: 1 }));
  await running('handle', support.expert);

  // The answer names an article (T2); it stays open until both the requester and the lead have said yes (T4).
  await does(expert, code, 'answer', async (form) => {
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
  await running('report', support.lead);
  assert.ok((await page.locator('.ticket-now').innerText()).includes(support.unsigned), 'what it waits for');
  // The lead finds it on the desk, reads the answer, and signs.
  const desk = lead.page;
  await desk.setViewportSize({ width, height: 800 });
  await desk.goto(`/desk/q/it?lang=${lang}`);
  assert.equal(await desk.locator('main a', { hasText: support.typed.title }).count() > 0, true, 'it is in the queue');
  await look('support-queue', desk);
  await desk.goto(`/desk/t/${code}?lang=${lang}`);
  assert.ok((await desk.locator('main').innerText()).includes(support.answer));
  await look('support-to-sign', desk);
  await does(lead, code, 'sign-off');
  await page.goto(`/t/${code}`);
  assert.ok(await page.locator('.ticket-head .badge-closed').isVisible());
  await look('support-closed');
  return code;
}

/** D6: a one-time code to the address opens all of it. */
async function bothAreFoundByTheAddress({ lang, page, email, mail, look, send }, words, { letters, support }) {
  await page.goto(`/my?lang=${lang}`);
  await page.locator('main [name="email"]').fill(email);
  await page.locator('main form button[type="submit"]').click();
  await page.locator('main [name="code"]').fill(words.digits(await mailedCode(mail, words.portal, email, 2)));
  await page.locator('main form button[type="submit"]').click();
  await page.locator('.my-requests').waitFor();
  assert.deepEqual(await page.locator('.my-requests .code').allInnerTexts(), [support, letters], 'newest first');
  await look('my');
  await send(`/my/t/${letters}`);
  await page.waitForURL(`**/t/${letters}*`);
  assert.deepEqual(await downloaded(page, letter.name), letter.buffer, 'the letter is still there');
}

async function choose(page, values) {
  for (const [name, value] of Object.entries(values)) await page.locator(`main form.form [name="${name}"][value="${value}"]`).check();
}

async function fill(page, values) {
  for (const [name, value] of Object.entries(values)) await page.locator(`main form.form [name="${name}"]`).fill(value);
}

/** A day that comes before what the desk promises, as a date field takes it. */
function tomorrow() {
  return atTheDesk('en-CA', 1, { dateStyle: 'short' });
}

/** The day `days` from today where these desks are, which is seldom the machine's own day all round the clock. */
function atTheDesk(lang, days, part) {
  const timeZone = 'Asia/Ho_Chi_Minh';
  return new Intl.DateTimeFormat(lang, { timeZone, ...part }).format(Date.now() + days * 24 * 60 * 60 * 1000);
}

/** The code in the `nth` letter with a code that `email` gets: its subject names the portal. */
async function mailedCode(page, title, email, nth) {
  const deadline = Date.now() + 15_000;
  const codes = page.locator('main a[href^="/_mail/"]', { hasText: email }).filter({ hasText: title });
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
