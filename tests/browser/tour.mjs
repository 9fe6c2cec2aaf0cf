// Every kind of page, one after the other, for checks and for pictures.
import { person } from './browser.mjs';
import { typed } from './typed.mjs';

/**
 * Leads through the portal and calls `visit(kind, page)` on every kind of page, in a browser of `lang`.
 *
 * Gives what the pages did that they must not, once all have been seen.
 */
export async function tour(browser, portal, lang, visit) {
  const words = typed[lang];
  const { context, page, faults } = await person(browser, portal, { lang });
  const go = async (kind, address) => {
    await page.goto(address);
    await visit(kind, page);
  };
  const submit = (action) => page.locator(`:is(form[action$="${action}"], form[action*="${action}?"]) button[type="submit"]:not([formaction])`).first().click();
  const leads = (from) => page.locator(from).first().getAttribute('href');

  // ---- The site
  await go('home', `/${lang}/`);
  const article = await leads(`main a:has-text("${words.articleTitle}")`);
  await page.locator('main [name="q"]').pressSequentially(words.query);
  await page.locator('[role="option"]').first().waitFor();
  await visit('home-list', page);
  await go('article', article);
  await go('section', article.replace(/[^/]+\/$/, ''));
  await page.goto(`/${lang}/search/?q=${encodeURIComponent(words.query)}`);
  await page.locator(`main a:has-text("${words.articleTitle}")`).first().waitFor();
  await visit('search', page);
  await page.goto(`/${lang}/search/?q=${encodeURIComponent(words.slip)}`);
  await page.locator('.search-meant').waitFor();
  await visit('search-mended', page);
  await page.goto(`/${lang}/search/?q=qzxvqzxv`);
  await page.locator('[data-search-none]').waitFor();
  await visit('search-none', page);
  await go('search-idle', `/${lang}/search/`);
  await go('a-z', `/${lang}/a-z/`);
  await go('tags', `/${lang}/tags/`);
  await go('tag', await leads(`main a[href^="/${lang}/tags/"]`));
  await go('glossary', `/${lang}/glossary/`);
  await go('procedures', `/${lang}/procedures/`);
  await go('procedure', await leads('main table a'));
  await go('catalogue', `/${lang}/ask/`);
  await go('lookup', `/${lang}/status/`);
  await go('not-found', `/${lang}/khong-co-trang-nay/`);

  // ---- The form
  await page.goto(`/${lang}/ask/it-incident/?q=${encodeURIComponent(words.more[1][0])}`);
  await page.locator('.suggest-box').waitFor();
  await visit('form-suggestions', page);
  await go('form', `/${lang}/ask/it-incident/`);
  await page.locator('main [name="name"]').fill(words.name);
  await submit('/t/review');
  await page.locator('[aria-invalid="true"]').first().waitFor();
  await visit('form-errors', page);
  const send = async (title, priority) => {
    await page.goto(`/${lang}/ask/it-incident/`);
    for (const [name, value] of Object.entries({ title, description: words.description, name: words.name, email: words.email })) {
      await page.locator(`main [name="${name}"]`).fill(value);
    }
    await page.locator('main [name="audience"][value="student"]').check();
    await page.locator(`main [name="priority"][value="${priority}"]`).check();
    await page.locator('main [name="f.device"][value="classroom"]').check();
    await submit('/t/review');
    await page.locator('body.kind-review').waitFor();
  };
  await send(words.title, 'high');
  await visit('review', page);
  await submit('/t');
  await page.waitForURL('**/receipt*');
  await visit('receipt', page);
  const code = (await page.locator('main .code').first().innerText()).trim();
  for (const [title, priority] of words.more) {
    await send(title, priority);
    await submit('/t');
    await page.waitForURL('**/receipt*');
  }
  // Without the owner's cookie: what the code alone shows.
  const anyone = await person(browser, portal, { lang });
  await anyone.page.goto(`/t/${code}?lang=${lang}`);
  await visit('status', anyone.page);
  await anyone.context.close();
  await go('status-unknown', `/t/0000-0000-0000?lang=${lang}`);

  // ---- Mail and the owner's view
  const mine = page.locator('main a[href^="/_mail/"]', { hasText: words.email });
  for (await page.goto('/_mail'); await mine.count() <= words.more.length; await page.reload()) await page.waitForTimeout(100);
  await visit('mailbox', page);
  await mine.last().click();
  await visit('mail', page);
  const owner = new URL(await leads(`main a[href*="/t/${code}/open"]`));
  await go('open', owner.pathname + owner.search);
  await submit(`/t/${code}/open`);
  await page.locator(`form[action="/t/${code}/forget"]`).waitFor({ state: 'attached' });
  await visit('owner-new', page);

  // ---- The requester's own list
  await go('my-ask', `/my?lang=${lang}`);
  await page.locator('main [name="email"]').fill(words.email);
  await submit('/my');
  await page.locator('main [name="code"]').waitFor();
  await visit('my-code', page);
  await page.goto('/_mail');
  await mine.first().click();
  const mailed = new URL(await leads('main a[href*="/my/open"]'));
  await go('my-open', mailed.pathname + mailed.search);
  await submit('/my/code');
  await page.locator('form[action="/my/sign-out"]').waitFor({ state: 'attached' });
  await visit('my', page);

  // ---- The desk
  await go('sign-in', '/desk/sign-in');
  await page.locator('main [name="email"]').fill('khoi.td@thuyvan.example');
  await submit('/desk/sign-in');
  await page.locator('main [name="code"]').waitFor();
  await visit('sign-in-code', page);
  await go('sign-in-open', portal.signIn('expert'));
  await submit('/desk/sign-in/code');
  await page.waitForURL('**/desk/q/it*');
  await visit('queue', page);
  await page.locator('main a', { hasText: words.title }).first().click();
  await page.locator('form[action$="/accept"]').waitFor();
  await visit('desk-ticket-new', page);
  await submit('/accept');
  await page.locator('form[action$="/answer"]').waitFor();
  await visit('desk-ticket', page);
  // Staff read the desk in their own language; these are the same pages in the tour's.
  await go('desk-ticket-own', `/desk/t/${code}?lang=${lang}`);
  await go('queue-own', `/desk/q/it?lang=${lang}`);
  await page.goto(`/desk/t/${code}`);
  await page.locator('form[action$="/answer"] [name="text"]').fill(words.answer);
  await submit('/answer');
  await page.locator('form[action$="/close"]').waitFor();
  await visit('desk-ticket-answered', page);
  await go('desk-not-found', '/desk/t/0000-0000-0000');

  // ---- What the requester sees at the end
  await go('owner', `/t/${code}`);
  await submit(`/t/${code}/confirm`);
  await page.locator(`form[action="/t/${code}/confirm"]`).waitFor({ state: 'detached' });
  await visit('owner-closed', page);

  await context.close();
  return [...faults, ...anyone.faults];
}
