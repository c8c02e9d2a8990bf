import type { Status } from '@sluice/contract';
import { columnOf, goTo } from '../testing/board';
import { tabTo, untilFocusIsIn } from '../testing/keyboard';
import { inspect } from '../testing/screenshots';
import type { TestContext } from '../testing/test-context';

/** With uat ahead of prod; at its end they are level. No mouse is used but to get to the board. */
export function describeKeyboard(testContext: () => TestContext): void {
  describe('with the keyboard alone', () => {
    it('sets and removes a hold in a dialog, and returns the focus to the button', async () => {
      const { amy } = testContext();
      const { page } = amy;
      await goTo(page, 'Environments');
      const prod = columnOf(page, 'prod');
      const dialog = page.getByRole('dialog');

      const hold = prod.getByRole('button', { name: 'Hold prod', exact: true });
      await tabTo(page, hold);
      await page.keyboard.press('Enter');
      await dialog.waitFor();
      await untilFocusIsIn(page, dialog);
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
      await untilFocusIsIn(page, hold);

      await page.keyboard.press('Enter');
      await tabTo(page, dialog.getByRole('textbox', { name: 'Reason' }));
      await page.keyboard.type('Load test');
      expect(await inspect(amy, 'hold-dialog')).toEqual([]);
      await tabTo(page, dialog.getByRole('button', { name: 'Hold', exact: true }));
      await page.keyboard.press('Enter');
      await dialog.waitFor({ state: 'detached' });
      await prod.getByText('On hold').waitFor();
      const release = prod.getByRole('button', { name: 'Remove hold from prod' });
      await release.waitFor();
      await untilFocusIsIn(page, release);
      expect(await inspect(amy, 'environments-held')).toEqual([]);

      await page.keyboard.press('Enter');
      await dialog.waitFor();
      expect(await inspect(amy, 'release-hold-dialog')).toEqual([]);
      await tabTo(page, dialog.getByRole('button', { name: 'Remove hold', exact: true }));
      await page.keyboard.press('Enter');
      await dialog.waitFor({ state: 'detached' });
      await hold.waitFor();
      await untilFocusIsIn(page, hold);
    });

    it('promotes a release to prod, after its name is typed', async () => {
      const { amy, app } = testContext();
      const { page } = amy;
      await tabTo(page, columnOf(page, 'prod').getByRole('link', { name: 'Promote next to prod' }));
      await page.keyboard.press('Enter');
      const heading = page.getByRole('heading', { level: 1, name: 'Promote to prod' });
      await heading.waitFor();
      await untilFocusIsIn(page, page.getByRole('main'));
      await page.getByText('it was deployed successfully to uat').waitFor();

      const name = page.getByRole('textbox', { name: 'Type prod to confirm' });
      await tabTo(page, page.getByRole('textbox', { name: 'Reason' }));
      await page.keyboard.type('Friday release');
      await tabTo(page, name);
      await page.keyboard.type('Prod');
      await tabTo(page, page.getByRole('button', { name: /^Promote \w{8} to prod$/ }));
      await page.keyboard.press('Enter');
      await page.getByText('Type prod exactly.').waitFor();
      await untilFocusIsIn(page, name);
      expect(await inspect(amy, 'promote-name')).toEqual([]);
      expect((await app.read<Status>('status')).environments[2]?.current).toBeUndefined();

      await page.keyboard.press('Control+A');
      await page.keyboard.type('prod');
      await page.keyboard.press('Enter');
      await page.getByText('prod now runs this release.').waitFor();
      await untilFocusIsIn(page, page.getByRole('main'));
      expect((await app.read<Status>('status')).environments[2]).toMatchObject({
        current: { reason: 'Friday release' },
        run: { status: 'Succeeded' },
      });
    });
  });
}
