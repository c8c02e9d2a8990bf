import { openBucket } from '@sluice/aws';
import { connectLocalCloud } from '@sluice/local-cloud';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { columnOf } from '../testing/board';
import { inspect } from '../testing/screenshots';
import { ServerProcess } from '../testing/server-process';
import type { TestContext } from '../testing/test-context';

const bucket = 'sluice-local';

/** A console of two apps on the same bucket: what is in the first one's stage, the second one has in its stage, too. */
export function describeSecondApp(testContext: () => TestContext): void {
  describe('a second app', () => {
    it('is on the board of all apps, is found by the filter, signs out, and has a board of its own', async () => {
      const { app, browser } = testContext();
      await copyStage(testContext());
      const { environments } = JSON.parse((await app.clone.read('sluice.json')).toString()) as {
        environments: object;
      };
      const config = join(app.clone.root, 'dist', 'two-apps.json');
      const billing = {
        environments: { stage: { tag: 'latest' }, live: { tag: 'live', requires: ['stage'] } },
      };
      writeFileSync(config, JSON.stringify({ apps: { sluice: { environments }, billing } }));
      const token = randomBytes(32).toString('base64url');
      const variables = {
        CONSOLE_TOKEN: token,
        CONSOLE_ACTOR: 'Amy Anderson <amy@example.org>',
        SLUICE_CONFIG: config,
      };
      const server = testContext().keep(await ServerProcess.start(app, { variables }));
      const amy = await browser.visitor();
      const { page } = amy;
      await page.goto(`${server.origin}/?token=${token}`);
      await page.getByRole('heading', { level: 1, name: 'Environments' }).waitFor();
      expect(new URL(page.url()).pathname).toBe('/apps/sluice/');

      // The first board of a server may lack what waits, and the view of all apps asks again after ten seconds only.
      await page.waitForFunction(
        async () => (await (await fetch('/apps/billing/api/board')).text()).includes('"waiting":'),
        undefined,
        { polling: 100 },
      );
      await page.getByRole('navigation', { name: 'Apps' }).getByRole('link', { name: 'All apps' }).click();
      const lanes = page.getByRole('list', { name: /^Environments of/ });
      await lanes.nth(1).getByText('A release waits').waitFor();
      expect(await lanes.count()).toBe(2);
      expect(await inspect(amy, 'all-apps')).toEqual([]);
      await page.getByRole('combobox', { name: 'Show' }).selectOption('waiting');
      await page.getByText('1 of 2 apps').waitFor();

      await page.getByRole('link', { name: 'billing', exact: true }).last().click();
      await columnOf(page, 'live').waitFor();
      expect(new URL(page.url()).pathname).toBe('/apps/billing/');
      await columnOf(page, 'stage').getByText('Sell parkas').first().waitFor();
      const arrow = page.getByRole('region', { name: 'From stage to live' });
      await arrow.getByText('The first release waits').waitFor();
      expect(await inspect(amy, 'second-app')).toEqual([]);

      await page.getByRole('button', { name: /^Menu of Amy Anderson/ }).click();
      amy.expectRefusals(401);
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByRole('heading', { level: 1, name: 'You are not signed in' }).waitFor();
      await page.goto(`${server.origin}/apps/sluice/`);
      await page.getByRole('heading', { level: 1, name: 'You are not signed in' }).waitFor();
      await amy.leave();
      await server.close();
    });
  });
}

/** Gives `billing` the archive that stage of the first app has. */
async function copyStage({ app }: TestContext): Promise<void> {
  const cloud = await connectLocalCloud({ folder: app.clone.cloud });
  const { endpoint, region, accessKeyId, secretAccessKey } = cloud;
  const store = openBucket({ bucket, endpoint, region, credentials: { accessKeyId, secretAccessKey } });
  try {
    const archive = await store.head('sluice/latest.zip');
    if (archive === undefined) throw new Error('Stage of the first app is empty.');
    for (const name of [archive.metadata.commit, 'latest'])
      await store.copy(archive, `billing/${name}.zip`, archive.metadata);
  } finally {
    store.close();
    await cloud.close();
  }
}
