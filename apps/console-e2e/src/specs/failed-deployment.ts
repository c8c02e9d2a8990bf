import type { History, Status } from '@sluice/contract';
import { columnOf, goTo, short } from '../testing/board';
import { inspect } from '../testing/screenshots';
import type { TestContext } from '../testing/test-context';

const subject = 'Sell raincoats';

/** A bad version comes and is undone. It begins with a good one in all environments, and ends so, but for stage. */
export function describeFailedDeployment(testContext: () => TestContext): void {
  describe('a bad version', () => {
    let bad: string;
    let good: string;

    it('fails in stage, which continues with the one before and says so', async () => {
      const { amy, app, gate } = testContext();
      await goTo(amy.page, 'Environments');
      gate.close();
      bad = await app.publish(subject, { prelude: `${gate.prelude} process.exit(1);` });
      const stage = columnOf(amy.page, 'stage');
      await stage.getByText('In progress').nth(1).waitFor();
      await columnOf(amy.page, 'uat').getByText('1 commit behind stage').waitFor();
      expect(await inspect(amy, 'environments-running')).toEqual([]);
      gate.open();
      await stage.getByText('Deployment failed in Deploy').waitFor();
      await stage.getByText('stage still runs the release above.').waitFor();
      await stage.getByText('Failed').first().waitFor();
      good = (await environments(app))[1]?.current?.commit ?? '';
      const live = stage.getByRole('region', { name: 'Live in stage' });
      await live.getByRole('link', { name: short(good) }).waitFor();
      expect(await live.textContent()).not.toContain(subject);
      expect(await inspect(amy, 'environments-failed')).toEqual([]);
    });

    it('is refused for prod, because it was not deployed successfully to uat', async () => {
      const { amy, app } = testContext();
      await amy.page.goto(`${app.origin}/environments/prod/promote`);
      const choice = amy.page.getByRole('radio', { name: /Sell raincoats/, checked: true });
      await choice.waitFor();
      expect(await inspect(amy, 'choose-release')).toEqual([]);
      await amy.page.getByRole('button', { name: 'Review the plan' }).click();
      await amy.page.getByRole('heading', { name: 'Blocked by a gate' }).waitFor();
      expect(await amy.page.getByRole('button', { name: /^Promote/ }).count()).toBe(0);
      expect(await inspect(amy, 'promote-refused')).toEqual([]);
    });

    it('fails in uat, and leads from there to the way back', async () => {
      const { amy, app } = testContext();
      const { page } = amy;
      await page.goto(`${app.origin}/environments/uat/promote?commit=${bad}`);
      await page.getByRole('textbox', { name: 'Reason' }).fill('Looks fine to me');
      expect(await inspect(amy, 'promote-plan', { picture: 'promote' })).toEqual([]);
      await page.getByRole('button', { name: `Promote ${short(bad)} to uat` }).click();
      await page.getByText('uat still runs the previous version.').waitFor();
      expect(await inspect(amy, 'promote-failed')).toEqual([]);
      await page.getByRole('link', { name: 'Roll back' }).click();
      await page.getByText('This moves uat back by 1 commit').waitFor();
      expect(await inspect(amy, 'rollback-plan')).toEqual([]);
    });

    it('is rolled back, and a hold keeps it so until it is released', async () => {
      const { amy, app } = testContext();
      const { page } = amy;
      await page.getByRole('textbox', { name: 'Reason' }).fill('It is broken');
      await page.getByRole('button', { name: `Roll uat back to ${short(good)}` }).click();
      await page.getByText('Succeeded').nth(3).waitFor();
      await page.getByRole('link', { name: 'History of uat' }).click();
      await page.getByText('On hold').waitFor();
      await page
        .getByRole('list', { name: /^History of uat/ })
        .locator('> li')
        .nth(2)
        .waitFor();
      expect(await inspect(amy, 'history', { picture: 'history' })).toEqual([]);
      const { entries } = await app.read<History>('history', 'uat');
      expect(entries.map(({ commit }) => commit)).toEqual([good, bad, good]);
      expect((await environments(app))[1]).toMatchObject({ current: { commit: good }, hold: {} });

      await page.getByRole('button', { name: 'Remove hold from uat' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Remove hold', exact: true }).click();
      await page.getByText('Hold removed from uat.').first().waitFor();
      expect((await environments(app))[1]?.hold).toBeUndefined();
    });

    it('leaves an environment that can be redeployed, which moves nothing and is in the history', async () => {
      const { amy, app, gate } = testContext();
      const { page } = amy;
      const before = (await environments(app))[1];
      await page.getByRole('button', { name: 'Redeploy uat' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText('The pipeline deploys').waitFor();
      expect(await inspect(amy, 'redeploy-dialog')).toEqual([]);
      await dialog.getByRole('textbox', { name: 'Reason' }).fill('A new secret');
      gate.close();
      await dialog.getByRole('button', { name: 'Redeploy', exact: true }).click();
      await page.getByText('Restarted the pipeline of uat.').first().waitFor();
      const running = page.getByRole('region', { name: 'Pipeline of uat' }).getByText('In progress');
      await running.nth(1).waitFor();
      gate.open();
      await running.first().waitFor({ state: 'detached' });
      const after = (await environments(app))[1];
      expect(after?.current).toEqual(before?.current);
      expect(after?.run?.status).toBe('Succeeded');
      expect(after?.run?.executionId).not.toBe(before?.run?.executionId);
      const newest = page
        .getByRole('list', { name: /^History of uat/ })
        .locator('> li')
        .first();
      await newest.getByText('Redeployed uat').waitFor();
      expect(await newest.textContent()).toContain('A new secret');
    });
  });
}

async function environments(app: TestContext['app']): Promise<Status['environments']> {
  return (await app.read<Status>('status')).environments;
}
