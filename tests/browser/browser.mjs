// Chromium, and pages that are watched while they are used.
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const PATIENCE_MS = 15_000;

const LOCALES = { vi: 'vi-VN', en: 'en-GB', fa: 'fa-IR' };

/** Debian's Chromium, or the one `CHROMIUM` names. */
export function launch() {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  if (!existsSync(executablePath)) throw new Error(`${executablePath} is missing: ./tests/run installs it`);
  // Its sandbox needs rights that containers and build machines seldom have; it only ever opens our own pages.
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--font-render-hinting=none'] });
}

/** A browser of a person who reads `lang`. `script: false` switches JavaScript off. */
export async function person(browser, portal, { lang = 'vi', script = true, width = 1280, height = 800 } = {}) {
  const context = await browser.newContext({
    baseURL: portal.base,
    javaScriptEnabled: script,
    locale: LOCALES[lang],
    timezoneId: 'Asia/Ho_Chi_Minh',
    viewport: { width, height },
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  return { context, page, faults: watch(page, portal.base) };
}

/**
 * Notes everything a page does that it must not: requests to another origin, errors in the console (a breach of the
 * content security policy is one), uncaught errors. The list it returns grows while the page is used.
 */
function watch(page, base) {
  const faults = [];
  const documents = new Set();
  page.on('request', (request) => {
    const url = request.url();
    if (request.resourceType() === 'document') documents.add(url);
    if (!url.startsWith(`${base}/`) && !/^(data|blob|about):/.test(url)) faults.push(`request to ${url}`);
  });
  page.on('console', (message) => {
    if (message.type() !== 'error' && message.type() !== 'warning') return;
    // A page answered with 404 or 422 on purpose is told to the console as well; that is for the test to judge.
    const ownStatus = message.text().startsWith('Failed to load resource') && documents.has(message.location().url);
    if (!ownStatus) faults.push(`console ${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`uncaught: ${error.stack ?? error}`));
  page.on('response', (response) => {
    if (response.status() >= 400 && response.request().resourceType() !== 'document') {
      faults.push(`${response.status()} for ${response.url()}`);
    }
  });
  return faults;
}
