import { readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { columnOf } from '../testing/board';
import { inspect } from '../testing/screenshots';
import type { TestContext } from '../testing/test-context';

/** With something in stage. A newer release of the console has other files than the page that someone has open. */
export function describeReplacedParts(testContext: () => TestContext): void {
  describe('a part of the console that a newer release has replaced', () => {
    it('is reported in its place, and loads after a reload', async () => {
      const { app, browser } = testContext();
      const eve = await browser.visitor();
      const { page } = eve;
      await page.goto(app.address);
      await columnOf(page, 'stage').waitFor();
      const assets = join(app.clone.root, 'dist/apps/client/assets');
      const part = readdirSync(assets).find((name) => /^compare-view-.*\.js$/.test(name)) ?? '';
      const aside = join(app.clone.root, 'dist', part);
      renameSync(join(assets, part), aside);
      try {
        const views = page.getByRole('navigation', { name: 'Views' });
        await views.getByRole('link', { name: 'Compare' }).click();
        await page.getByRole('alert').getByText('This view could not be loaded.').waitFor();
        expect(await inspect(eve, 'replaced-part')).toEqual([]);
        await views.getByRole('link', { name: 'Environments' }).click();
        await columnOf(page, 'stage').waitFor();
        await views.getByRole('link', { name: 'Compare' }).click();
        await page.getByRole('alert').getByText('This view could not be loaded.').waitFor();
      } finally {
        renameSync(aside, join(assets, part));
      }
      await page.getByRole('button', { name: 'Reload the page' }).click();
      await page.getByRole('form', { name: 'Sides to compare' }).waitFor();
      // The browser says aloud what it did not get, and React what broke.
      eve.faults.splice(0);
      await eve.leave();
    });
  });
}
