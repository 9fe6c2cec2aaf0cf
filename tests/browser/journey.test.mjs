// The journey on `deskmark serve`, and on what infra/template.yaml deploys.
import { after, before, test } from 'node:test';
import { launch } from './browser.mjs';
import { startCloud } from './cloud.mjs';
import { journey } from './journey.mjs';
import { startPortal } from './portal.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

for (const lang of ['vi', 'fa']) {
  for (const script of [true, false]) {
    test(`journey in ${lang}, script ${script ? 'on' : 'off'}`, async (t) => {
      const portal = await startPortal();
      t.after(portal.stop);
      await journey(t, browser, portal, lang, script);
    });
  }
}

test('journey on Lambda and DynamoDB', async (t) => {
  const portal = await startCloud();
  t.after(portal.stop);
  await journey(t, browser, portal, 'vi', true);
});
