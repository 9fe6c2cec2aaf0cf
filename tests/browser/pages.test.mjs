// Every kind of page, at three widths, light and dark: it fits, is whole, accessible and keeps to itself.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch } from './browser.mjs';
import { assertAccessible, assertSound } from './checks.mjs';
import { startPortal } from './portal.mjs';
import { tour } from './tour.mjs';

const WIDTHS = [320, 360, 1280];

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

for (const lang of ['vi', 'en', 'fa']) {
  test(`every page in ${lang}`, async (t) => {
    const portal = await startPortal();
    t.after(portal.stop);
    const faults = await tour(browser, portal, lang, async (kind, page) => {
      await t.test(kind, async () => {
        for (const colorScheme of ['light', 'dark']) {
          await page.emulateMedia({ colorScheme });
          for (const width of WIDTHS) {
            const label = `${kind} at ${width}, ${colorScheme}`;
            await page.setViewportSize({ width, height: 800 });
            await assertSound(page, label);
            // Contrast is the scheme's and structure the layout's: these two see both of each.
            if ((width === 360 && colorScheme === 'light') || (width === 1280 && colorScheme === 'dark')) {
              await assertAccessible(page, label);
            }
          }
        }
      });
    });
    assert.deepEqual(faults, []);
  });
}
