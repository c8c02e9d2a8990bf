import type { History, Status } from '@sluice/contract';
import { columnOf, goTo, short } from '../testing/board';
import { inspect } from '../testing/screenshots';
import type { Visitor } from '../testing/visitor';
import type { TestContext } from '../testing/test-context';

const subject = 'Sell umbrellas';
const reason = 'Rain is coming';

/** One story: each test continues where the one before it ended. At its end, uat has what stage has. */
export function describePromotion(testContext: () => TestContext): void {
  describe('a promotion', () => {
    let commit: string;
    let bob: Visitor;

    beforeAll(async () => {
      bob = await testContext().browser.visitor();
      await bob.page.goto(testContext().app.address);
    });
    afterAll(() => bob?.leave());

    it('begins at a board of all environments, and the token leaves the address bar', async () => {
      const { amy, app } = testContext();
      await columnOf(amy.page, 'stage').getByText('Open the shop').waitFor();
      const names = await amy.page.getByRole('heading', { level: 2 }).allTextContents();
      expect(names).toEqual(['stage', 'uat', 'prod']);
      expect(await columnOf(amy.page, 'uat').textContent()).toContain(
        'Nothing has been deployed to uat yet.',
      );
      expect(amy.page.url()).toBe(`${app.origin}/`);
      const open = columnOf(amy.page, 'stage').getByRole('link', { name: 'Open' });
      expect(await open.getAttribute('href')).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
      await columnOf(amy.page, 'stage').getByText('Succeeded').nth(3).waitFor();
      expect(await inspect(amy, 'environments-first')).toEqual([]);
    });

    it('shows a published release, and the stages of its pipeline, without a reload', async () => {
      const { amy, app, gate } = testContext();
      commit = await app.publish(subject, { prelude: gate.prelude });
      const stage = columnOf(amy.page, 'stage');
      await stage.getByText(subject).waitFor();
      await stage.getByText('In progress').nth(1).waitFor();
      gate.open();
      await stage.getByText('In progress').first().waitFor({ state: 'detached' });
      await stage.getByText('Succeeded').nth(3).waitFor();
    });

    it('shows a plan, and writes nothing before it is confirmed with a reason', async () => {
      const { amy, app } = testContext();
      const { page } = amy;
      await columnOf(page, 'uat').getByRole('link', { name: 'Promote next to uat' }).click();
      await page.getByRole('heading', { level: 1, name: 'Promote to uat' }).waitFor();
      await page.getByText('Nothing deployed yet').waitFor();
      await page.getByRole('button', { name: `Promote ${short(commit)} to uat` }).click();
      await page.getByText('Enter a reason. It is recorded in the history.').waitFor();
      expect(await inspect(amy, 'promote-first')).toEqual([]);
      expect((await statusOf(app, 'uat')).current).toBeUndefined();
    });

    it('is watched to its end, also by someone else who only looks at the board', async () => {
      const { amy, app, gate } = testContext();
      const { page } = amy;
      gate.close();
      await page.getByRole('textbox', { name: 'Reason' }).fill(reason);
      await page.getByRole('button', { name: `Promote ${short(commit)} to uat` }).click();
      const pipeline = page.getByRole('main');
      await pipeline.getByText('In progress').nth(1).waitFor();
      const theirs = columnOf(bob.page, 'uat');
      await theirs.getByText(subject).waitFor();
      await theirs.getByText('In progress').nth(1).waitFor();
      expect(await inspect(amy, 'promote-running')).toEqual([]);
      gate.open();
      await page.getByText('uat now runs this release.').waitFor();
      expect(await inspect(amy, 'promote-ended')).toEqual([]);
      await theirs.getByText('In progress').first().waitFor({ state: 'detached' });
      await theirs.getByText('Succeeded').nth(3).waitFor();
      expect(bob.page.url()).toBe(`${app.origin}/`);
    });

    it('stands in the board, the history and sluice status alike', async () => {
      const { amy, app } = testContext();
      const { page } = amy;
      const status = await statusOf(app, 'uat');
      expect(status).toMatchObject({
        current: { commit, subject, reason },
        live: { commit, isOnTag: true },
        run: { status: 'Succeeded' },
      });

      await goTo(page, 'Environments');
      const uat = columnOf(page, 'uat');
      const shown = await uat.textContent();
      for (const text of [
        subject,
        short(commit),
        reason,
        'Same commit as stage',
        // The name, and the address that is shown on demand.
        ...(status.current?.actor ?? '?').split(/ <|>/).filter((part) => part !== ''),
      ]) {
        expect(shown).toContain(text);
      }

      await uat.getByRole('link', { name: 'uat', exact: true }).click();
      const newest = page.getByRole('list', { name: 'History of uat, newest first' }).locator('> li').first();
      await newest.getByText('uat succeeded').waitFor();
      const { entries } = await app.read<History>('history', 'uat');
      expect(entries).toHaveLength(1);
      expect(entries[0]).toMatchObject({ commit, reason, isCurrent: true });
      for (const text of [subject, short(commit), reason, 'live']) {
        expect(await newest.textContent()).toContain(text);
      }
    });
  });
}

async function statusOf(
  app: TestContext['app'],
  environment: string,
): Promise<Status['environments'][number]> {
  const { environments } = await app.read<Status>('status');
  const found = environments.find(({ name }) => name === environment);
  if (found === undefined) throw new Error(`sluice status knows no ${environment}.`);
  return found;
}
