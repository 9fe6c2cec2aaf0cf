// Files on their way, as people send them: chosen, refused, kept through an error, left out, sent, answered with a letter.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch, person } from './browser.mjs';
import { assertAccessible, assertAccessibleAsShown, assertSound } from './checks.mjs';
import { startCloud } from './cloud.mjs';
import { root, startPortal } from './portal.mjs';

const said = {
  vi: { title: 'Nộp lại giấy tờ còn thiếu', description: 'Đơn xin cấp lại thẻ.', name: 'Lê Thị Mây', answer: 'Thẻ đã xong.' },
  fa: { title: 'مدارک کم را دوباره می‌فرستم', description: 'درخواست کارت تازه.', name: 'مریم رضایی', answer: 'کارت آماده است.' },
};
const file = (name, mimeType, content) => ({ name, mimeType, buffer: Buffer.from(content) });
const scan = file('Đơn đã ký.pdf', 'application/pdf', '%PDF-1.7\n% signed\n');
const photo = file('تصویر کارت.png', 'image/png', Buffer.from('89504e470d0a1a0a0000000d4948445200000280000001e0', 'hex'));
const page404 = file('trang.html', 'text/html', '<!doctype html><script>alert(1)</script>');
const film = file('phim.mp4', 'video/mp4', Buffer.alloc(10 * 1024 * 1024 + 1));
const letter = file('Công văn.pdf', 'application/pdf', '%PDF-1.7\n% letter\n');

let browser;
let portal;
before(async () => {
  browser = await launch();
  portal = await startPortal(join(root, 'tests/fixtures/portal'));
});
after(async () => {
  await portal?.stop();
  await browser?.close();
});

const shots = join(root, 'tests/.out/files');
mkdirSync(shots, { recursive: true });

for (const lang of ['vi', 'fa']) {
  for (const script of [true, false]) {
    for (const width of [360, 1280]) {
      test(`files in ${lang}, script ${script ? 'on' : 'off'}, ${width} px`, (t) => journey(t, lang, script, width));
    }
  }
}

test('what something before the desk does not let through is told, and is not sent with the form', async (t) => {
  const { context, page } = await person(browser, portal, { lang: 'vi' });
  t.after(() => context.close());
  // API Gateway's words; nginx has a page of its own.
  await page.route('**/t/files', (route) => route.fulfill({ status: 413, json: { message: 'Request Too Long' } }));
  await page.goto('/vi/ask/papers/');
  await page.locator('#f-papers').setInputFiles(scan);
  const told = page.locator('.field-error', { hasText: scan.name });
  await told.waitFor();
  assert.match(await told.innerText(), /quá lớn, không gửi qua đây được/);
  assert.equal(await page.locator('#f-papers').evaluate((input) => input.files.length), 0);
});

test('a file that is chosen before the script is there is uploaded as well', async (t) => {
  const { context, page } = await person(browser, portal, { lang: 'vi' });
  t.after(() => context.close());
  let go;
  const chosen = new Promise((resolve) => { go = resolve; });
  await page.route('**/upload.js', async (route) => { await chosen; await route.continue(); });
  await page.goto('/vi/ask/papers/');
  await page.locator('#f-papers').setInputFiles(scan);
  go();
  await page.locator('.files-carried li label').waitFor();
  assert.equal(await page.locator('#f-papers').evaluate((input) => input.files.length), 0);
});

test('what is too large for the gateway goes to the bucket, past the desk, and comes from there', async (t) => {
  const cloud = await startCloud(join(root, 'tests/fixtures/portal'));
  t.after(cloud.stop);
  const { context, page, faults } = await person(browser, cloud, { lang: 'vi' });
  t.after(() => context.close());
  const large = Buffer.alloc(9 * 1024 * 1024, '.');
  large.write('\0\0\0\x18ftypisom');
  const words = said.vi;
  await page.goto('/vi/ask/papers/');
  for (const [id, text] of [['title', words.title], ['description', words.description], ['name', words.name], ['email', 'may@khach.example']]) {
    await page.locator(`#${id}`).fill(text);
  }
  const choose = page.locator('#f-papers');
  const told = (text) => page.locator('.field-error', { hasText: text });
  // It is looked at once it is there.
  await choose.setInputFiles(file('phim.pdf', 'application/pdf', large));
  await told('Nội dung của “phim.pdf” không khớp').waitFor();
  // What breaks on its way is told, and is not sent with the form, which would break as well.
  await page.route(`${cloud.bucket}/**`, (route) => route.abort());
  await choose.setInputFiles(file('phim.mp4', 'video/mp4', large));
  await told('“phim.mp4” chưa lưu được').waitFor();
  assert.equal(await choose.evaluate((input) => input.files.length), 0);
  assert.equal(await page.locator('#title').inputValue(), words.title);
  await page.unroute(`${cloud.bucket}/**`);
  faults.length = 0;

  await choose.setInputFiles(file('phim.mp4', 'video/mp4', large));
  await page.locator('.files-carried li label').waitFor();
  assert.deepEqual(await page.locator('.files-carried li label bdi').allInnerTexts(), ['phim.mp4']);
  await page.locator('form[action$="/review"] button[type="submit"]:not([formaction])').click();
  await page.locator('body.kind-review').waitFor();
  await page.locator('form[action$="/t"] button[type="submit"]:not([formaction])').click();
  await page.waitForURL('**/t/*/receipt*');
  const code = (await page.locator('main .code').first().innerText()).trim();
  await page.goto(`/t/${code}`);
  assert.ok((await download(page, 'phim.mp4')) === large.toString(), 'it comes back to the last byte');
  const past = faults.filter((fault) => fault.startsWith(`request to ${cloud.bucket}/files`));
  assert.deepEqual(faults.filter((fault) => !past.includes(fault)), []);
  assert.equal(past.length, 2, 'there and back');
});

async function journey(t, lang, script, width) {
  const words = said[lang];
  const { context, page, faults } = await person(browser, portal, { lang, script, width });
  const helper = await person(browser, portal, { lang, width });
  const staff = await person(browser, portal, { lang, script, width });
  t.after(() => Promise.all([context, helper.context, staff.context].map((one) => one.close())));
  const look = async (name, shown = page) => {
    await assertSound(shown, name);
    if (script) await assertAccessible(shown, name);
    else await assertAccessibleAsShown(shown, helper.page, name);
    await shown.screenshot({ path: join(shots, `${lang}-${script ? 'script' : 'plain'}-${width}-${name}.png`), fullPage: true });
  };
  const carried = (shown = page) => shown.locator('.files-carried li label bdi').allInnerTexts();
  const send = (shown, action) => shown.locator(`form[action$="${action}"] button[type="submit"]:not([formaction])`).click();
  const count = (shown, number) => shown.locator('.files-carried li label').nth(number - 1).waitFor();

  // What is not taken is told: at once with script, with the form's answer without.
  await page.goto(`/${lang}/ask/papers/`);
  const choose = page.locator('#f-papers');
  await page.locator('#title').fill(words.title);
  await page.locator('#description').fill(words.description);
  await choose.setInputFiles([scan, page404, film]);
  if (!script) await send(page, '/review');
  await page.locator('.field-error', { hasText: page404.name }).waitFor();
  await count(page, 1);
  assert.deepEqual(await carried(), [scan.name]);
  if (script) {
    assert.ok(await page.locator('.field-error', { hasText: film.name }).isVisible());
    assert.equal(await choose.evaluate((input) => input.files.length), 0, 'what was uploaded is not sent once more');
  }
  await look('refused');
  await page.locator('#f-papers').setInputFiles(photo);
  if (script) await count(page, 2);

  // An error elsewhere keeps both.
  await page.locator('#email').fill('không phải');
  await page.locator('#name').fill(words.name);
  await send(page, '/review');
  await page.locator('.error-summary').waitFor();
  assert.deepEqual(await carried(), [scan.name, photo.name]);
  assert.equal(await page.locator('#title').inputValue(), words.title);
  await look('error');

  // The review shows them; back, one is left out.
  await page.locator('#email').fill('may@khach.example');
  await send(page, '/review');
  await page.locator('body.kind-review').waitFor();
  for (const { name } of [scan, photo]) assert.ok((await page.locator('main').innerText()).includes(name), name);
  await look('review');
  await page.locator('button[formaction="/t/edit"]').click();
  await count(page, 2);
  await page.locator('.files-carried input').nth(1).uncheck();
  await send(page, '/review');
  await page.locator('body.kind-review').waitFor();
  assert.ok(!(await page.locator('main').innerText()).includes(photo.name));
  await send(page, '/t');
  await page.waitForURL('**/t/*/receipt*');
  const code = (await page.locator('main .code').first().innerText()).trim();

  // The owner has it back, and adds another without a word.
  await page.goto(`/t/${code}`);
  assert.equal(await download(page, scan.name), scan.buffer.toString());
  await page.locator('#files').setInputFiles(photo);
  if (script) await count(page, 1);
  await look('owner');
  await send(page, '/reply');
  await page.locator('.attached a', { hasText: photo.name }).first().waitFor();

  // The desk reads both, and answers with a letter.
  await staff.page.goto(portal.signIn('expert', 'it') ?? '');
  await signIn(staff.page);
  await staff.page.goto(`/desk/t/${code}`);
  assert.equal(await download(staff.page, scan.name), scan.buffer.toString());
  await send(staff.page, '/accept');
  await staff.page.locator('form[action$="/answer"] textarea').fill(words.answer);
  await staff.page.locator('#files-answer').setInputFiles(letter);
  if (script) await count(staff.page, 1);
  await look('desk', staff.page);
  await send(staff.page, '/answer');
  await staff.page.locator('.message-answer .attached a', { hasText: letter.name }).waitFor();
  await page.goto(`/t/${code}`);
  assert.equal(await download(page, letter.name), letter.buffer.toString());
  await look('answered');

  for (const { faults: found } of [{ faults }, staff]) {
    const own = found.filter((fault) => !fault.includes('/t/files') && !fault.includes('status of 4'));
    assert.deepEqual(own, []);
  }
}

/** The one sign-in link works once: the first to come keeps the session for the rest. */
let session;
async function signIn(page) {
  if (session) {
    await page.context().addCookies(session);
    return;
  }
  await page.locator('form[action^="/desk/sign-in/code"] button[type="submit"]').click();
  await page.waitForURL('**/desk/q/it*');
  session = await page.context().cookies();
}

/** Saves a file of the conversation; gives what is in it. */
async function download(page, name) {
  const [saved] = await Promise.all([page.waitForEvent('download'), page.locator('.conversation .attached a', { hasText: name }).first().click()]);
  assert.equal(saved.suggestedFilename(), name);
  const parts = [];
  for await (const part of await saved.createReadStream()) parts.push(part);
  return Buffer.concat(parts).toString();
}
