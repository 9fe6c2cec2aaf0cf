// What a search costs a reader, in Chromium: bytes of a first query, and how long a key takes. Beside Pagefind over the
// same pages, when its index lies in the site.
//
//   node tests/bench/search.mjs SITE LANG QUERY…      SITE: a built `public` folder; prints one JSON object
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { gzipSync } from 'node:zlib';
import { launch } from '../browser/browser.mjs';

const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.svg': 'image/svg+xml', '.txt': 'text/plain', '.wasm': 'application/wasm' };
// What arrives packed already is not packed again.
const PACKED = /\.(pf_\w+|pagefind|wasm)$/;

// Of so many queries every key is typed. At 10,000 pages Pagefind takes seconds for the first letters of a word, so that
// of one query's keys it is asked once.
const TYPED = { deskmark: 3, pagefind: 1 };

const [site, lang, ...queries] = process.argv.slice(2);

/** A static host. Notes what was asked for, and its bytes as gzip sends them. */
function host(folder) {
  const asked = [];
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, 'http://localhost').pathname));
    let file = join(folder, path);
    if (existsSync(file) && statSync(file).isDirectory()) file = join(file, 'index.html');
    if (!existsSync(file)) {
      response.writeHead(404).end();
      return;
    }
    const bytes = readFileSync(file);
    asked.push({ path, bytes: PACKED.test(file) ? bytes.length : gzipSync(bytes, { level: 9 }).length });
    response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
    createReadStream(file).pipe(response);
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve({ base: `http://127.0.0.1:${server.address().port}`, asked, server }));
  });
}

const sum = (asked, wanted) => asked.filter(({ path }) => wanted.test(path)).reduce((total, { bytes }) => total + bytes, 0);

/** Milliseconds from each key of a query until its results are on the page; the index is there already. */
async function keys(page, query) {
  return page.evaluate(async (text) => {
    const input = document.querySelector('.search-box input');
    const places = document.querySelectorAll('[data-search-list], [data-search-none], [data-search-count]');
    const times = [];
    const typed = async (value) => {
      const changed = new Promise((resolve) => {
        const observer = new MutationObserver(() => { observer.disconnect(); resolve(); });
        places.forEach((place) => observer.observe(place, { childList: true, attributes: true, subtree: true, characterData: true }));
      });
      const start = performance.now();
      input.value = value;
      input.dispatchEvent(new Event('input', { bubbles: true }));
      // A key that changes nothing on the page is answered too.
      await Promise.race([changed, new Promise((resolve) => { setTimeout(resolve, 2000); })]);
      return performance.now() - start;
    };
    for (let round = 0; round < 2; round += 1) {
      for (let length = 1; length <= text.length; length += 1) {
        // A blank behind a word asks nothing new.
        if (text[length - 1] === ' ') continue;
        const took = await typed(text.slice(0, length));
        // The first round fetches and reads the pieces; what a person feels while typing on is the second.
        if (round) times.push(took);
      }
      await typed('');
    }
    return times;
  }, query);
}

async function ours(browser, served) {
  const results = [];
  for (const [place, query] of queries.entries()) {
    const context = await browser.newContext({ baseURL: served.base });
    const page = await context.newPage();
    served.asked.length = 0;
    await page.goto(`/${lang}/search/?q=${encodeURIComponent(query)}`);
    await page.locator('[data-search-list] a').first().waitFor({ timeout: 20_000 });
    await page.waitForLoadState('networkidle');
    const bytes = sum(served.asked, /^\/search\//);
    const scripts = sum(served.asked, /^\/_theme\/[^/]+\/(?!main|live|copy|steps|variants|helpful|desk|form-draft).*\.js$/);
    results.push({ query, bytes, scripts, keys: place < TYPED.deskmark ? await keys(page, query) : [] });
    await context.close();
  }
  return results;
}

async function pagefind(browser, served) {
  const results = [];
  for (const [place, query] of queries.entries()) {
    const context = await browser.newContext({ baseURL: served.base, bypassCSP: true });
    const page = await context.newPage();
    await page.goto('/robots.txt');
    served.asked.length = 0;
    const times = await page.evaluate(async (text) => {
      const engine = await import('/pagefind/pagefind.js');
      await engine.init();
      const answer = async (value) => {
        const found = await engine.search(value);
        return Promise.all(found.results.slice(0, 10).map((result) => result.data()));
      };
      await answer(text);
      window.answer = answer;
      return undefined;
    }, query).catch((error) => ({ error: String(error) }));
    if (times?.error) throw new Error(times.error);
    const bytes = sum(served.asked, /^\/pagefind\//);
    const scripts = sum(served.asked, /^\/pagefind\/.*\.(js|pagefind)$/);
    const took = place >= TYPED.pagefind ? [] : await page.evaluate(async (text) => {
      const times = [];
      for (let length = 1; length <= text.length; length += 1) {
        const start = performance.now();
        await window.answer(text.slice(0, length));
        times.push(performance.now() - start);
      }
      return times;
    }, query);
    results.push({ query, bytes: bytes - scripts, scripts, keys: took });
    await context.close();
  }
  return results;
}

const served = await host(site);
const browser = await launch();
try {
  const told = { deskmark: await ours(browser, served) };
  if (existsSync(join(site, 'pagefind', 'pagefind.js'))) told.pagefind = await pagefind(browser, served);
  console.log(JSON.stringify(told));
} finally {
  await browser.close();
  served.server.close();
}
