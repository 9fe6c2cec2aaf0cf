// Pictures of every kind of page: Vietnamese and Persian, phone and desktop, light and dark.
//
//   node tests/browser/screenshots.mjs            into tests/.out/shots/
//   node tests/browser/screenshots.mjs --readme   writes README's three pictures too
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { launch } from './browser.mjs';
import { root, startPortal } from './portal.mjs';
import { tour } from './tour.mjs';

const README = {
  home: { lang: 'vi', width: 1280, colorScheme: 'light' },
  article: { lang: 'fa', width: 360, colorScheme: 'dark' },
  'desk-ticket': { lang: 'vi', width: 1280, colorScheme: 'light' },
};

const shots = join(root, 'tests/.out/shots');
const pictures = join(root, 'themes/pictures');
const readme = process.argv.includes('--readme');
mkdirSync(shots, { recursive: true });
if (readme) mkdirSync(pictures, { recursive: true });

const browser = await launch();
for (const lang of ['vi', 'fa']) {
  const portal = await startPortal();
  try {
    await tour(browser, portal, lang, async (kind, page) => {
      for (const width of [360, 1280]) {
        await page.setViewportSize({ width, height: 800 });
        for (const colorScheme of ['light', 'dark']) {
          await page.emulateMedia({ colorScheme });
          await page.screenshot({ path: join(shots, `${kind}-${lang}-${width}-${colorScheme}.png`), fullPage: true });
          const wanted = README[kind];
          if (readme && wanted?.lang === lang && wanted.width === width && wanted.colorScheme === colorScheme) {
            await page.screenshot({ path: join(pictures, `${kind}.png`) });
          }
        }
      }
      process.stdout.write(`${lang} ${kind}\n`);
    });
  } finally {
    await portal.stop();
  }
}
await browser.close();
