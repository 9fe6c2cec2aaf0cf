// The Nu HTML checker has nothing to say about any page of the sample portal.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { buildPortal } from './built.mjs';

const JAR = fileURLToPath(new URL('node_modules/vnu-jar/build/dist/vnu.jar', import.meta.url));

/** What the checker says that is right as it is, and why. One that is no longer said fails too. */
const EXCEPTIONS = [
  {
    why: 'Safari takes a list without bullets for no list; the role brings it back to those who listen',
    is: ({ message }) => /^The “list” role is unnecessary for element “[uo]l”\.$/.test(message),
  },
  {
    why: 'the checker reads files, so it knows no origin that `self` could be; every-page.test.mjs sees what a browser blocks',
    is: ({ message }) => /^Resource violates Content Security Policy \(meta tag\): (external stylesheet|external script|image) “\/[^/]/.test(message),
  },
  {
    why: 'JSON-LD is data: nothing runs it, so no policy is asked',
    is: ({ message, extract }) => message.startsWith('Inline script violates') && extract.includes('type="application/ld+json"'),
  },
];

/** Runs the checker once over a folder: its messages, as `file:line:column: words`. */
function check(folder) {
  const args = ['-jar', JAR, '--skip-non-html', '--format', 'json', '--stdout', '--exit-zero-always', folder];
  const { stdout, stderr, error, status } = spawnSync('java', args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (error || status !== 0) throw new Error(`the HTML checker did not run: ${error ?? stderr}`);
  return JSON.parse(stdout).messages.map((message) => {
    const file = relative(folder, fileURLToPath(message.url));
    const severity = message.subType ?? message.type;
    return { ...message, told: `${file}:${message.lastLine}:${message.firstColumn ?? message.lastColumn}: ${severity}: ${message.message}` };
  });
}

test('every page is valid HTML', (t) => {
  const built = buildPortal();
  t.after(built.remove);
  const used = new Set();
  const found = check(built.folder).filter((message) => {
    const exception = EXCEPTIONS.find(({ is }) => is(message));
    used.add(exception);
    return !exception;
  });
  t.diagnostic(`${built.pages.length} pages`);
  assert.deepEqual(found.map(({ told }) => told), []);
  assert.deepEqual(EXCEPTIONS.filter((exception) => !used.has(exception)).map(({ why }) => why), [], 'no longer needed');
});

test('the checker finds a doubled id and a warning', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'deskmark-html-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const head = '<!doctype html>\n<html lang="vi"><head><meta charset="utf-8"><title>Thử</title></head><body>';
  writeFileSync(join(folder, 'page.html'), `${head}\n<p id="a">a</p>\n<p id="a">b</p>\n<section><p>c</p></section></body></html>\n`);
  const told = check(folder).map((message) => message.told).join('\n');
  assert.match(told, /^page\.html:4:\d+: error: Duplicate ID “a”/m);
  assert.match(told, /^page\.html:5:\d+: warning: Section lacks heading/m);
});
