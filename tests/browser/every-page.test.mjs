// Every page of the sample portal as it is built, not one of each kind: it fits a phone, is accessible and keeps quiet.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, person } from './browser.mjs';
import { buildPortal, redirect, serveFiles } from './built.mjs';
import { assertAccessible, assertSound } from './checks.mjs';

/** Pages looked at at a time. A page waits for the disk and the network as well as for a core. */
const TABS = 4;

let browser;
let built;
let server;
before(async () => {
  browser = await launch();
  built = buildPortal();
  server = await serveFiles(built.folder);
});
after(async () => {
  await browser?.close();
  server?.stop();
  built?.remove();
});

/** Looks at pages in parallel tabs of one size and colour scheme, a test each. */
async function look(t, pages, { width, colorScheme }) {
  const tabs = await Promise.all(Array.from({ length: TABS }, async () => {
    const tab = await person(browser, server, { width });
    await tab.page.emulateMedia({ colorScheme });
    return tab;
  }));
  const free = [...tabs];
  await Promise.all(pages.map(({ path }) => t.test(path, async () => {
    // As many tests run at a time as there are tabs.
    const tab = free.pop();
    tab.faults.length = 0;
    try {
      await tab.page.goto(path);
      await assertSound(tab.page, path);
      await assertAccessible(tab.page, path);
      assert.deepEqual(tab.faults, []);
    } finally {
      free.push(tab);
    }
  })));
  await Promise.all(tabs.map(({ context }) => context.close()));
}

test('every page on a phone in the light', { concurrency: TABS }, async (t) => {
  assert.ok(built.pages.length > 100, `${built.pages.length} pages were built`);
  await look(t, built.pages, { width: 360, colorScheme: 'light' });
});

test('one page of each kind on a desk in the dark', { concurrency: TABS }, async (t) => {
  const kinds = new Map();
  for (const page of built.pages) {
    const kind = /<body class="([^"]*)"/.exec(page.html)?.[1] ?? 'none';
    const lang = /<html lang="([^"]*)"/.exec(page.html)?.[1];
    if (!kinds.has(`${kind} ${lang}`)) kinds.set(`${kind} ${lang}`, page);
  }
  await look(t, [...kinds.values()], { width: 1280, colorScheme: 'dark' });
});

test('every redirect leads to a page', () => {
  const paths = new Set(built.pages.map(({ path }) => path));
  const redirects = built.pages.map(({ path, html }) => [path, redirect(html)]).filter(([, to]) => to);
  assert.ok(redirects.length > 0, 'the sample portal has redirects');
  const astray = redirects.filter(([, to]) => !paths.has(decodeURIComponent(new URL(to, 'https://help.thuyvan.example').pathname)));
  assert.deepEqual(astray, []);
});
