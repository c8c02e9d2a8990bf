import type { Status } from '@sluice/contract';
import type { Page } from 'playwright-core';
import { columnOf, goTo } from '../testing/board';
import { inspect } from '../testing/screenshots';
import type { TestContext } from '../testing/test-context';

const subject = 'Sell parkas';
const arrowTo = (page: Page, from: string, to: string) =>
  page.getByRole('region', { name: `From ${from} to ${to}`, exact: true });

/** With one release in all environments; at its end, all have another one. */
export function describeNextPromotion(testContext: () => TestContext): void {
  describe('the next promotion', () => {
    it('stands on the arrow, with what waits, by whom, and the gate that would refuse it', async () => {
      const { amy, app } = testContext();
      const { page } = amy;
      await goTo(page, 'Environments');
      await app.sluice('hold', 'prod', '--reason=Load test');
      await app.publish(subject);
      const arrow = arrowTo(page, 'stage', 'uat');
      await arrow.getByRole('link', { name: /^\d+ commits? waits?$/ }).waitFor();
      await arrow.getByTitle('Amy Anderson').waitFor();
      expect(await arrow.getByRole('list', { name: 'Gates in the way' }).count()).toBe(0);
      expect(await inspect(amy, 'environments-waiting', { picture: 'environments' })).toEqual([]);
    });

    it('leads along the way, from one environment to the next', async () => {
      const { amy, app } = testContext();
      const { page } = amy;
      await arrowTo(page, 'stage', 'uat').getByRole('link', { name: 'Promote next to uat' }).click();
      await page.getByRole('textbox', { name: 'Reason' }).fill('Winter is coming');
      await page.getByRole('button', { name: /^Promote \w{8} to uat$/ }).click();
      await page.getByText('uat now runs this release.').waitFor();
      await page.getByRole('link', { name: 'All environments' }).click();

      const arrow = arrowTo(page, 'uat', 'prod');
      await arrow.getByRole('list', { name: 'Gates in the way' }).getByText('Load test').waitFor();
      expect(await inspect(amy, 'environments-gate')).toEqual([]);
      await app.sluice('unhold', 'prod');
      await arrow.getByRole('list', { name: 'Gates in the way' }).waitFor({ state: 'detached' });
      await arrow.getByRole('link', { name: 'Promote next to prod' }).click();
      await page.getByRole('textbox', { name: 'Reason' }).fill('Winter is here');
      await page.getByRole('textbox', { name: 'Type prod to confirm' }).fill('prod');
      await page.getByRole('button', { name: /^Promote \w{8} to prod$/ }).click();
      await page.getByText('prod now runs this release.').waitFor();
      await page.getByRole('link', { name: 'All environments' }).click();
      await columnOf(page, 'prod').getByText('Same commit as uat').waitFor();
      const { environments } = await app.read<Status>('status');
      expect(environments.map(({ live }) => live?.subject)).toEqual([subject, subject, subject]);
    });

    it('shows in the grid which release is where', async () => {
      const { amy } = testContext();
      const { page } = amy;
      await page.getByRole('link', { name: 'Show as a grid' }).click();
      const row = page.getByRole('row').filter({ hasText: subject });
      await row.getByText('Live').nth(2).waitFor();
      const before = page.getByRole('row').filter({ hasText: 'Sell umbrellas' });
      await before.getByText('Was there').nth(2).waitFor();
      expect(await inspect(amy, 'grid')).toEqual([]);
    });

    it('is reached with keys, and the keys are listed', async () => {
      const { amy } = testContext();
      const { page } = amy;
      await page.keyboard.press('g');
      await page.keyboard.press('r');
      await page.getByRole('heading', { level: 1, name: 'Releases' }).waitFor();
      await page.keyboard.press('/');
      await page.keyboard.type('g e parkas');
      await page.waitForURL(/search=g\+e\+parkas/);
      await page.getByRole('searchbox', { name: 'Find releases' }).blur();
      await page.keyboard.press('?');
      const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
      await dialog.waitFor();
      expect(await inspect(amy, 'shortcuts')).toEqual([]);
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
      await page.keyboard.press('g');
      await page.keyboard.press('e');
      await page.getByRole('heading', { level: 1, name: 'Environments' }).waitFor();
      await page.getByRole('button', { name: /^Menu of/ }).click();
      await page.getByRole('group', { name: 'Menu' }).waitFor();
      expect(await inspect(amy, 'menu')).toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByRole('group', { name: 'Menu' }).waitFor({ state: 'hidden' });
    });
  });
}
