import { columnOf, goTo } from '../testing/board';
import { inspect } from '../testing/screenshots';
import type { TestContext } from '../testing/test-context';

const script = '<script>alert(1)</script>';
const image = '<img src=x onerror=alert(2)>';
const hostile = `${script} ${image} \u202egnihton\u202c \u001b[31mred\u0007 ${'endless'.repeat(1400)}`;
/** As much as a reason may be. */
const reason = hostile.slice(0, 400);

/** Someone writes what they can to be more than text: in a commit, in their name, in a reason. */
export function describeHostileText(testContext: () => TestContext): void {
  describe('hostile text', () => {
    let commit: string;

    beforeAll(async () => {
      const { app } = testContext();
      app.clone.git('config', 'user.name', `<b>Mallory</b>\u202e ${script}`);
      commit = await app.publish(hostile);
      await app.sluice('promote', 'uat', `--sha=${commit}`, `--reason=${reason}`, '--yes', '--watch');
      app.clone.git('config', 'user.name', 'Amy Anderson');
    });

    afterEach(async () => {
      const { page } = testContext().amy;
      const made = page.locator('script:not([src]), img[src="x"], b, [onerror]');
      expect(await made.count()).toBe(0);
    });

    it('is shown as plain text on the board, without hiding or reversing characters', async () => {
      const { amy } = testContext();
      await goTo(amy.page, 'Environments');
      const uat = columnOf(amy.page, 'uat');
      await uat.getByText(script).first().waitFor();
      const shown = (await uat.textContent()) ?? '';
      for (const text of [image, '\\u{202e}', '\\u{1b}', '\\u{7}', '<b>Mallory</b>']) {
        expect(shown).toContain(text);
      }
      expect(shown).not.toMatch(/[\u202e\u202c\u001b\u0007]/);
      expect(await inspect(amy, 'hostile-environments')).toEqual([]);
    });

    it('is shown as plain text in the history and the list, also in full', async () => {
      const { amy } = testContext();
      const { page } = amy;
      await columnOf(page, 'uat').getByRole('link', { name: 'uat', exact: true }).click();
      const newest = page
        .getByRole('list', { name: /^History of uat/ })
        .locator('> li')
        .first();
      await newest
        .getByRole('button', { name: /^Show all \d+ characters$/ })
        .first()
        .click();
      await newest.getByRole('button', { name: 'Show less' }).waitFor();
      expect(await inspect(amy, 'hostile-history')).toEqual([]);
      await goTo(page, 'Releases');
      await page.getByRole('row').filter({ hasText: script }).waitFor();
      expect(await inspect(amy, 'hostile-releases')).toEqual([]);
    });

    it('is shown as plain text in a plan of 10 KB, without widening the page', async () => {
      const { amy, app } = testContext();
      const { page } = amy;
      await page.goto(`${app.origin}/environments/prod/promote?commit=${commit}`);
      const commits = page.getByRole('list', { name: 'Commits, newest first' });
      const all = commits.getByRole('button', { name: /^Show all \d{4,} characters$/ });
      await all.click();
      await commits.getByText(`${script} ${image}`).waitFor();
      expect((await commits.textContent())?.length).toBeGreaterThan(9_800);
      expect(await inspect(amy, 'hostile-plan')).toEqual([]);
    });

    it('is shown as plain text in the reason of a hold', async () => {
      const { amy, app } = testContext();
      const { page } = amy;
      await app.sluice('hold', 'uat', `--reason=${hostile.slice(0, 100)}`);
      await goTo(page, 'Environments');
      const notice = columnOf(page, 'uat').getByRole('group').filter({ hasText: 'On hold' });
      await notice.getByText(script).waitFor();
      expect(await notice.textContent()).toContain('\\u{202e}');
      await app.sluice('unhold', 'uat');
    });

    it('does not run if it is inserted as HTML', async () => {
      const { amy } = testContext();
      const isTold = amy.page.waitForEvent('console', {
        predicate: (message) => message.text().startsWith('Content security policy: script-src-elem inline'),
      });
      const wasRun = await amy.page.evaluate(() => {
        const script = document.createElement('script');
        script.textContent = 'globalThis.wasRun = true';
        document.body.append(script);
        script.remove();
        return 'wasRun' in globalThis;
      });
      expect(wasRun).toBe(false);
      await isTold;
      // What the browser says of it, and what the page hears: here both are meant.
      expect(amy.faults.splice(0)).toHaveLength(2);
    });
  });
}
