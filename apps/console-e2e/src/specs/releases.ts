import { goTo, short } from '../testing/board';
import { inspect } from '../testing/screenshots';
import type { TestContext } from '../testing/test-context';

/** With three releases: one that is in uat and prod, one that fails, and the first. */
export function describeReleases(testContext: () => TestContext): void {
  describe('releases', () => {
    it('are listed, searched, and chosen to be compared', async () => {
      const { amy } = testContext();
      const { page } = amy;
      await goTo(page, 'Releases');
      const rows = page.getByRole('table', { name: 'Releases' }).getByRole('row');
      await rows.nth(3).waitFor();
      const names = ['Sell raincoats', 'Sell umbrellas', 'Open the shop'];
      for (const [at, name] of names.entries()) {
        expect(await rows.nth(at + 1).textContent()).toContain(name);
      }
      for (const name of ['Select Sell umbrellas', 'Select Open the shop']) {
        await page.getByRole('checkbox', { name }).click();
        await page.getByRole('checkbox', { name, checked: true }).waitFor();
      }
      expect(await inspect(amy, 'releases')).toEqual([]);

      await page.getByRole('searchbox', { name: 'Find releases' }).fill('umbrellas');
      await rows.nth(2).waitFor({ state: 'detached' });
      expect(page.url()).toContain('search=umbrellas');
      await page.getByRole('searchbox', { name: 'Find releases' }).fill('');
      await rows.nth(3).waitFor();

      await page.getByRole('button', { name: 'Compare', exact: true }).click();
      await page.getByText('aws/README.md').waitFor();
      await page.getByRole('list', { name: 'Commits, newest first' }).getByText('Sell umbrellas').waitFor();
      expect(await inspect(amy, 'compare')).toEqual([]);
    });

    it('open from a comparison, and return to the same position', async () => {
      const { app, browser } = testContext();
      const eve = await browser.visitor({ viewport: { width: 360, height: 320 } });
      const { page } = eve;
      await page.goto(app.address);
      await page.goto(`${app.origin}/compare?from=prod&to=stage`);
      await page.getByText('aws/README.md').waitFor();
      const link = page
        .getByRole('main')
        .getByRole('link', { name: /^[0-9a-f]{8}$/ })
        .first();
      await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
      const place = await page.evaluate(() => window.scrollY);
      // A click would bring it into sight first.
      await link.dispatchEvent('click');
      await page.getByRole('heading', { level: 2, name: 'Archive' }).waitFor();
      expect(await page.evaluate(() => window.scrollY)).toBe(0);
      await page.goBack();
      await page.getByText('aws/README.md').waitFor();
      await page.waitForFunction((before) => window.scrollY === before, place);
      await eve.leave();
    });

    it('are rejected with a reason, and then cannot be promoted', async () => {
      const { amy, app } = testContext();
      const { page } = amy;
      await goTo(page, 'Releases');
      await page.getByRole('row').filter({ hasText: 'Sell raincoats' }).getByRole('link').first().click();
      await page.getByRole('heading', { level: 1, name: 'Sell raincoats' }).waitFor();
      await page.getByRole('button', { name: 'Reject' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('textbox', { name: 'Reason' }).fill('It never starts');
      expect(await inspect(amy, 'reject-dialog')).toEqual([]);
      await dialog.getByRole('button', { name: 'Reject', exact: true }).click();
      await page.getByText('This release is rejected').waitFor();
      await dialog.waitFor({ state: 'detached' });
      expect(await inspect(amy, 'release')).toEqual([]);

      const commit = page.url().split('/').at(-1) ?? '';
      await expect(app.sluice('promote', 'uat', `--sha=${commit}`, '--yes')).rejects.toThrow(/rejected/);
      await page.goto(`${app.origin}/environments/uat/promote?commit=${commit}`);
      await page.getByText('Blocked by a gate', { exact: true }).waitFor();
      expect(await page.getByRole('textbox').count()).toBe(0);
      await page.getByText(short(commit)).first().waitFor();
      expect(await inspect(amy, 'promote-rejected')).toEqual([]);
    });
  });
}
