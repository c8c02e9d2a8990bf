import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { columnOf, goTo } from '../testing/board';
import { inspect } from '../testing/screenshots';
import { ServerProcess } from '../testing/server-process';
import type { TestContext } from '../testing/test-context';

/** What the console shows when there is nothing to show. */
export function describeStates(testContext: () => TestContext): void {
  describe('a console', () => {
    it('says in every view that it is empty, and then that its server is gone', async () => {
      const { app, browser } = testContext();
      const { root } = app.clone;
      const settings = JSON.parse(readFileSync(join(root, 'sluice.json'), 'utf8')) as object;
      const file = join(root, 'dist/empty-shop.json');
      writeFileSync(file, JSON.stringify({ ...settings, app: 'empty-shop' }));
      const token = randomBytes(32).toString('base64url');
      const variables = { CONSOLE_TOKEN: token, SLUICE_CONFIG: file };
      const server = testContext().keep(await ServerProcess.start(app, { variables }));
      const eve = await browser.visitor();
      const { page } = eve;

      await page.goto(`${server.origin}/?token=${token}`);
      await columnOf(page, 'stage').getByText('Nothing has been deployed to stage yet.').waitFor();
      expect(await inspect(eve, 'empty-environments')).toEqual([]);
      await columnOf(page, 'stage').getByRole('link', { name: 'stage', exact: true }).click();
      await page.getByText('Nothing has been deployed here yet.').waitFor();
      expect(await inspect(eve, 'empty-history')).toEqual([]);
      await goTo(page, 'Compare');
      expect(await inspect(eve, 'empty-compare')).toEqual([]);
      await goTo(page, 'Releases');
      await page.getByText('No releases published yet.').waitFor();
      expect(await inspect(eve, 'empty-releases')).toEqual([]);
      eve.expectRefusals(404);
      await page.goto(`${server.origin}/releases/${'0'.repeat(40)}`);
      await page.getByRole('alert').waitFor();
      expect(await inspect(eve, 'missing-release')).toEqual([]);
      await page.goto(`${server.origin}/nowhere`);
      await page.getByRole('heading', { level: 1, name: 'Page not found' }).waitFor();
      expect(await inspect(eve, 'missing-view')).toEqual([]);

      await page.goto(`${server.origin}/environments/nowhere`);
      await page.getByText('does not exist').waitFor();
      expect(await inspect(eve, 'missing-environment')).toEqual([]);

      await goTo(page, 'Environments');
      await columnOf(page, 'stage').waitFor();
      await server.close();
      await page.getByText(/^Last contact with the server:/).waitFor();
      expect(await inspect(eve, 'server-gone')).toEqual([]);
      // The browser reports each request that nothing answers, until the page is closed.
      await eve.leave();
      eve.faults.splice(0);
    });

    it('changes its colors at once for people who prefer reduced motion', async () => {
      const { app, browser } = testContext();
      const eve = await browser.visitor();
      const { page } = eve;
      await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
      await page.goto(app.address);
      await columnOf(page, 'stage').waitFor();
      await page.evaluate(() => {
        document.addEventListener('transitionrun', () => document.body.setAttribute('data-moved', ''), true);
      });
      await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
      await page.waitForFunction(() => document.body.classList.contains('awsui-dark-mode'));
      await page.waitForFunction(
        () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true)))),
      );
      expect(await page.locator('body').getAttribute('data-moved')).toBeNull();
      await eve.leave();
    });

    it('says that it waits for its server, and reserves space for the content', async () => {
      const { app, browser } = testContext();
      const eve = await browser.visitor();
      const { page } = eve;
      await page.goto(app.address);
      await columnOf(page, 'stage').waitFor();
      // The server itself would answer too soon to be looked at.
      let answer: () => void = () => undefined;
      const answers = new Promise<void>((done) => (answer = done));
      await page.route('**/api/**', async (route) => {
        await answers;
        await route.continue();
      });
      const views = { Environments: '', Releases: 'releases', uat: 'environments/uat' };
      for (const [name, path] of Object.entries(views)) {
        await page.goto(`${app.origin}/${path}`);
        await page.getByRole('heading', { level: 1, name }).waitFor();
        await page.getByLabel('Loading').first().waitFor();
        expect(await inspect(eve, `loading-${name.toLowerCase()}`, { isLoading: true })).toEqual([]);
      }
      answer();
      await page
        .getByText('Nothing has been deployed', { exact: false })
        .or(page.getByText('History'))
        .first()
        .waitFor();
      await page.unrouteAll({ behavior: 'ignoreErrors' });
      await eve.leave();
    });
  });
}
