// The journey everything hangs on: look it up, ask when that fails, follow the ticket, be answered.
import assert from 'node:assert/strict';
import { person } from './browser.mjs';
import { assertAccessible, assertAccessibleAsShown, assertSound } from './checks.mjs';
import { typed } from './typed.mjs';

/** Goes all the way on a portal, whoever runs it: `startPortal` or `startCloud`. */
export async function journey(t, browser, portal, lang, script) {
  const words = typed[lang];
  const requester = await person(browser, portal, { lang, script });
  const staff = await person(browser, portal, { lang, script });
  // The requester later, on another device: there is nothing in this browser but the code and the mail.
  const elsewhere = await person(browser, portal, { lang, script });
  const helper = await person(browser, portal, { lang });
  t.after(() => Promise.all([requester, staff, elsewhere, helper].map(({ context }) => context.close())));
  const { page } = requester;
  const desk = staff.page;
  const phone = elsewhere.page;
  const state = {};

  // A step leans on those before it: after a failure the rest is said to be undone instead of timing out.
  let broken = null;
  const step = (name, act, shown = page) => t.test(name, async () => {
    assert.ok(!broken, `not reached: "${broken}" failed`);
    broken = name;
    await act();
    await assertSound(shown, name);
    if (script) await assertAccessible(shown, name);
    else await assertAccessibleAsShown(shown, helper.page, name);
    for (const one of [requester, staff, elsewhere]) assert.deepEqual(one.faults, [], name);
    broken = null;
  });
  const isKind = (shown, kind) => shown.locator(`body.kind-${kind}`).waitFor();

  await step('the reader opens an article', async () => {
    await page.goto(`/${lang}/`);
    await isKind(page, 'home');
    await page.locator('main a[href]', { hasText: words.articleTitle }).first().click();
    await isKind(page, 'article');
    assert.equal(await page.locator('h1').innerText(), words.articleTitle);
    assert.ok(await page.locator('main ol > li').count() >= 3, 'a how-to has steps');
  });

  await step('searches', async () => {
    await page.goto(`/${lang}/`);
    const box = page.locator('main input[name="q"]');
    await box.fill(words.query);
    await box.press('Enter');
    await page.waitForURL(`**/${lang}/search/?*`);
    if (script) {
      const hit = page.locator('main a[href]', { hasText: words.articleTitle }).first();
      await hit.click();
      await isKind(page, 'article');
      await page.goBack();
      await page.locator('main a[href]', { hasText: words.articleTitle }).first().waitFor();
    } else {
      // Search is the one thing that needs a script; the page says so by offering the other ways.
      assert.ok(await page.locator(`main a[href="/${lang}/a-z/"]`).first().isVisible(), 'a way by letters');
      assert.ok(await page.locator('main noscript').isVisible(), 'and says why');
    }
  });

  await step('goes to the request catalogue', async () => {
    await page.locator(`a[href^="/${lang}/ask/"]`).first().click();
    await isKind(page, 'catalogue');
    assert.equal(await page.locator('main a[href*="/ask/"]').count() >= 3, true);
  });

  await step('sends the form too early and loses nothing', async () => {
    await page.locator(`main a[href^="/${lang}/ask/it-incident/"]`).first().click();
    await isKind(page, 'form');
    if (script) {
      // What was looked for came along; this person says it in other words.
      const carried = (expected) => document.querySelector('#title').value === expected;
      await page.waitForFunction(carried, words.query);
      await page.locator('#title').fill('');
    }
    await page.locator('main [name="description"]').fill(words.description);
    await page.locator('main [name="name"]').fill(words.name);
    await page.locator('main [name="email"]').fill('an.khong-co-a-cong');
    await page.locator('main [name="audience"][value="student"]').check();
    await page.locator('form[action="/t/review"] button[type="submit"]').click();
    const links = page.locator('main a[href^="#"]');
    await links.first().waitFor();
    const targets = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href')));
    for (const field of ['title', 'email']) assert.ok(targets.includes(`#${field}`), `the summary leads to ${field}`);
    assert.equal(await page.locator('main [name="description"]').inputValue(), words.description);
    assert.equal(await page.locator('main [name="name"]').inputValue(), words.name);
    assert.equal(await page.locator('main [name="email"]').inputValue(), 'an.khong-co-a-cong');
    assert.ok(await page.locator('main [name="audience"][value="student"]').isChecked());
    assert.equal(await page.locator('#email').getAttribute('aria-invalid'), 'true');
  });

  await step('reviews what will be sent', async () => {
    await page.locator('main [name="title"]').fill(words.title);
    await page.locator('main [name="email"]').fill(words.email);
    await page.locator('main [name="f.device"][value="several"]').check();
    await page.locator('main [name="priority"][value="high"]').check();
    await page.locator('form[action="/t/review"] button[type="submit"]').click();
    await isKind(page, 'review');
    const text = await page.locator('main').innerText();
    for (const part of [words.title, words.email, words.name]) assert.ok(text.includes(part), `shows ${part}`);
  });

  await step('goes back to the form and finds everything kept', async () => {
    await page.locator('button[formaction="/t/edit"]').click();
    await page.locator('form[action="/t/review"]').waitFor();
    assert.equal(await page.locator('main [name="title"]').inputValue(), words.title);
    assert.equal(await page.locator('main [name="description"]').inputValue(), words.description);
    assert.ok(await page.locator('main [name="priority"][value="high"]').isChecked());
  });

  await step('sends it and gets a receipt', async () => {
    await page.locator('form[action="/t/review"] button[type="submit"]').click();
    await isKind(page, 'review');
    // Forms send their line ends as CRLF.
    const sent = await page.locator('form[action="/t"] input')
      .evaluateAll((all) => all.map(({ name, value }) => [name, value.replace(/\r?\n/g, '\r\n')]));
    state.sent = Object.fromEntries(sent);
    await page.locator('form[action="/t"] button[type="submit"]:not([formaction])').click();
    await page.waitForURL('**/t/*/receipt*');
    state.code = (await page.locator('main .code').first().innerText()).trim();
    assert.match(state.code, /^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/);
  });

  await step('sending the review twice, as a double click does, is one ticket', async () => {
    const again = await page.request.post('/t', { form: state.sent, headers: { origin: portal.base } });
    assert.equal(again.status(), 200);
    assert.ok(again.url().includes(`/t/${state.code}/receipt`), again.url());
  });

  await step('looks the ticket up by its code, typed carelessly', async () => {
    await phone.goto(`/${lang}/status/`);
    await phone.locator('main [name="code"]').fill(words.careless(state.code));
    await phone.locator('form[action="/t"] button[type="submit"]').click();
    await phone.waitForURL(`**/t/${state.code}*`);
    const text = await phone.locator('body').innerText();
    for (const secret of [words.title, words.name, words.email, words.description]) {
      assert.ok(!text.includes(secret), `the code alone does not show "${secret}"`);
    }
  }, phone);

  await step('staff sign in', async () => {
    await desk.goto(await portal.signIn('expert'));
    await desk.locator('form[action^="/desk/sign-in/code"] button[type="submit"]').click();
    await desk.waitForURL('**/desk/q/it*');
    assert.ok((await desk.locator('main').innerText()).includes(words.title));
  }, desk);

  await step('staff accept the ticket', async () => {
    await desk.locator('main a', { hasText: words.title }).first().click();
    await desk.locator('form[action$="/accept"] button[type="submit"]').click();
    await desk.locator('form[action$="/answer"]').waitFor();
    assert.ok((await desk.locator('main').innerText()).includes(words.description));
  }, desk);

  await step('staff answer', async () => {
    await desk.locator('form[action$="/answer"] textarea[name="text"]').fill(words.answer);
    await desk.locator('form[action$="/answer"] button[type="submit"]').click();
    await desk.locator('form[action$="/close"]').waitFor();
    assert.ok((await desk.locator('main').innerText()).includes(words.answer));
  }, desk);

  await step('the requester is told by mail', async () => {
    const link = await answeredLink(phone, words.email, state.code);
    assert.ok(!(await phone.locator('body').innerText()).includes(words.title), 'unproved mail carries no words of the requester');
    await phone.goto(new URL(link).pathname + new URL(link).search);
    await phone.locator(`form[action="/t/${state.code}/open"] button[type="submit"]`).waitFor();
  }, phone);

  await step('opens the ticket and reads the answer', async () => {
    await phone.locator(`form[action="/t/${state.code}/open"] button[type="submit"]`).click();
    await phone.locator(`form[action="/t/${state.code}/confirm"]`).waitFor();
    assert.ok(!phone.url().includes('key='), 'the secret does not stay in the address');
    const text = await phone.locator('main').innerText();
    for (const part of [words.title, words.answer]) assert.ok(text.includes(part), `shows "${part}"`);
  }, phone);

  await step('says it is solved', async () => {
    await phone.locator(`form[action="/t/${state.code}/confirm"] button[type="submit"]`).click();
    await phone.locator(`form[action="/t/${state.code}/confirm"]`).waitFor({ state: 'detached' });
  }, phone);

  await step('the desk has nothing left to do', async () => {
    await desk.goto('/desk');
    await desk.waitForURL('**/desk/q/it*');
    assert.ok(!(await desk.locator('main').innerText()).includes(words.title));
  }, desk);
}

/** The owner's link in the message about the answer: the third one `email` gets. */
async function answeredLink(page, email, code) {
  const deadline = Date.now() + 15_000;
  const mine = page.locator('main a[href^="/_mail/"]', { hasText: email });
  for (await page.goto('/_mail'); await mine.count() < 3; await page.reload()) {
    assert.ok(Date.now() < deadline, 'the message about the answer comes in time');
    await page.waitForTimeout(100);
  }
  await mine.first().click();
  return page.locator(`main a[href*="/t/${code}/open"]`).first().getAttribute('href');
}
