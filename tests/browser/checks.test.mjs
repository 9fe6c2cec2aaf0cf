// The checks themselves: a check that cannot fail proves nothing.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { launch, person } from './browser.mjs';
import { assertAccessible, assertAccessibleAsShown, assertSound } from './checks.mjs';

const page = (body, head = '') => `<!doctype html><html lang="vi" dir="ltr"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>Thử</title><link rel="icon" href="data:,">${head}</head>
<body><main><h1>Thử</h1>${body}</main></body></html>`;

const PAGES = {
  '/sound': page('<p>Mọi thứ đều ổn.</p>'),
  '/wide': page('<p class="wide">Rộng</p>', '<link rel="stylesheet" href="/s.css">'),
  '/cut': page('<div class="cut"><p>Dòng này dài hơn chiếc hộp của nó rất nhiều</p></div>', '<link rel="stylesheet" href="/s.css">'),
  '/outside': page('<p class="outside">Ở ngoài</p>', '<link rel="stylesheet" href="/s.css">'),
  '/key': page('<p>⟦nut-gui⟧</p>'),
  '/inline': page('<p onclick="x()">Bấm</p>', '<style>p{color:black}</style>'),
  '/framed': page('<iframe title="Khung" srcdoc="Trong khung"></iframe>'),
  '/nameless': page('<button></button>'),
  '/noscript': page('<noscript><button></button></noscript>'),
  '/strict': page('<script>document.title = "";</script>', '<meta http-equiv="Content-Security-Policy" content="script-src \'self\'">'),
  '/elsewhere': page('<img alt="" src="https://thuyvan.example/p.png">'),
};
const CSS = '.wide{inline-size:3000px}.cut{inline-size:6rem;overflow:hidden;white-space:nowrap}.outside{position:absolute;inset-inline-start:-40px}';

let browser;
let server;
let portal;
before(async () => {
  browser = await launch();
  server = createServer((request, response) => {
    const css = request.url === '/s.css';
    response.writeHead(200, { 'content-type': `text/${css ? 'css' : 'html'}; charset=utf-8` });
    response.end(css ? CSS : PAGES[request.url] ?? '');
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  portal = { base: `http://127.0.0.1:${server.address().port}` };
});
after(async () => {
  await browser?.close();
  server?.close();
});

test('a sound page passes', async () => {
  const { page: sound, faults, context } = await person(browser, portal);
  await sound.goto('/sound');
  await assertSound(sound, 'sound');
  await assertAccessible(sound, 'sound');
  assert.deepEqual(faults, []);
  await context.close();
});

for (const [path, problem] of [
  ['/wide', /scrolls sideways/],
  ['/cut', /cut off by div\.cut/],
  ['/outside', /outside the window/],
  ['/key', /not words: ⟦nut-gui⟧/],
  ['/inline', /inline style/],
  ['/inline', /inline handler onclick/],
  ['/framed', /a page within the page/],
]) {
  test(`${path} is found: ${problem.source}`, async () => {
    const { page: shown, context } = await person(browser, portal, { width: 360 });
    await shown.goto(path);
    await assert.rejects(assertSound(shown, path), problem);
    await context.close();
  });
}

test('axe finds a button without a name', async () => {
  const { page: shown, context } = await person(browser, portal);
  await shown.goto('/nameless');
  await assert.rejects(assertAccessible(shown, 'nameless'), /button-name/);
  await context.close();
});

test('axe finds it in what is shown without a script', async () => {
  const helper = await person(browser, portal);
  const { page: shown, context } = await person(browser, portal, { script: false });
  await shown.goto('/noscript');
  await assert.rejects(assertAccessibleAsShown(shown, helper.page, 'noscript'), /button-name/);
  await Promise.all([context.close(), helper.context.close()]);
});

for (const [path, fault] of [['/strict', /Content Security Policy/], ['/elsewhere', /request to https:\/\/thuyvan\.example/]]) {
  test(`${path} is noted`, async () => {
    const { page: shown, faults, context } = await person(browser, portal);
    await shown.goto(path);
    assert.ok(faults.some((one) => fault.test(one)), faults.join('\n'));
    await context.close();
  });
}
