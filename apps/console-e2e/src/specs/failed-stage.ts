import type { Status } from '@sluice/contract';
import { columnOf, goTo, short } from '../testing/board';
import { countClicks } from '../testing/clicks';
import { inspect } from '../testing/screenshots';
import type { TestContext } from '../testing/test-context';

/** With a release in stage that failed and was rejected; at its end stage has the one before, and nothing holds it. */
export function describeFailedStage(testContext: () => TestContext): void {
  describe('a failed stage', () => {
    it('is seen, understood and rolled back within four clicks', async () => {
      const { amy, app } = testContext();
      const { page } = amy;
      await goTo(page, 'Environments');
      const clicks = await countClicks(page);
      const stage = columnOf(page, 'stage');
      // Seen: what is live is the headline, and that the next one failed stands below it.
      const live = stage.getByRole('region', { name: 'Live in stage' });
      await live.getByText('Sell umbrellas').waitFor();
      await stage.getByText('Deployment failed in Deploy').waitFor();
      // Understood: in which stage, and why.
      const pipeline = stage.getByRole('region', { name: 'Pipeline of stage' });
      expect(await pipeline.locator('.stage.failed').textContent()).toContain('Deploy');
      expect(await pipeline.locator('.stage-error').textContent()).toMatch(/^Deploy: .{10}/);
      const { environments } = await app.read<Status>('status');
      const good = environments[0]?.live?.commit ?? '';

      await stage.getByRole('link', { name: 'Roll back stage' }).click();
      await page.getByText('This moves stage back by 1 commit').waitFor();
      await page.getByRole('textbox', { name: 'Reason' }).fill('It never starts');
      await page.getByRole('button', { name: `Roll stage back to ${short(good)}` }).click();
      await page.getByText('stage now runs this release.').waitFor();
      expect(await clicks()).toBeLessThanOrEqual(4);
      expect(await inspect(amy, 'rollback-ended')).toEqual([]);
      expect((await app.read<Status>('status')).environments[0]).toMatchObject({
        current: { commit: good },
        live: { commit: good, isOnTag: true },
        hold: {},
      });
    });

    it('is marked in the history, where each earlier version leads to its rollback', async () => {
      const { amy, app } = testContext();
      const { page } = amy;
      await page.getByRole('link', { name: 'History of stage' }).click();
      const rows = page.getByRole('list', { name: /^History of stage/ }).locator('> li');
      await rows.first().getByText('live', { exact: true }).waitFor();
      const failed = rows.filter({ hasText: 'Sell raincoats' }).first();
      expect(await failed.getByRole('link', { name: /^Roll back to/ }).count()).toBe(0);
      expect(await inspect(amy, 'history-live')).toEqual([]);
      await rows
        .getByRole('link', { name: /^Roll back to Open the shop/ })
        .first()
        .click();
      await page.getByText('is the version that you chose').waitFor();
      expect(await inspect(amy, 'rollback-chosen')).toEqual([]);
      await app.sluice('unhold', 'stage');
      await goTo(page, 'Environments');
      await columnOf(page, 'stage').getByText('On hold').waitFor({ state: 'detached' });
    });
  });
}
