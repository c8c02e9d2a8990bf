import type { History, Status } from '@sluice/contract';
import { readFile } from 'node:fs/promises';
import { goTo, short } from '../testing/board';
import { inspect } from '../testing/screenshots';
import type { TestContext } from '../testing/test-context';

/** With promotions to prod, all on one day. Someone wants to know who changed prod on a day, and why. */
export function describeActivity(testContext: () => TestContext): void {
  describe('the activity', () => {
    let prod: NonNullable<Status['environments'][number]['current']>;
    let day: string;
    /** Of prod, in all the story. */
    let promotions: number;

    beforeAll(async () => {
      const { environments } = await testContext().app.read<Status>('status');
      const found = environments.find(({ name }) => name === 'prod')?.current;
      if (found?.reason === undefined) throw new Error('Nobody has promoted to prod with a reason.');
      prod = found;
      day = prod.writtenAt.slice(0, 10);
      promotions = (await testContext().app.read<History>('history', 'prod')).entries.length;
    });

    it('tells who changed prod on a day, and why, after what is asked for is chosen', async () => {
      const { amy } = testContext();
      const { page } = amy;
      const { reason = '', commit = '', actor = '' } = prod;
      await goTo(page, 'Activity');
      await page.getByRole('article').first().waitFor();
      expect(await inspect(amy, 'activity')).toEqual([]);

      await page.getByLabel('Environment').selectOption('prod');
      await page.getByLabel('Kind').selectOption('Publishes and promotions');
      await page.getByLabel('From').fill(day);
      await page.getByLabel('To', { exact: true }).fill(day);
      await page.waitForFunction(
        (count) => document.querySelectorAll('article').length === count,
        promotions,
      );
      const entry = page.getByRole('article').filter({ hasText: reason });
      await entry.getByRole('link', { name: /^Details: Promoted, prod/ }).click();

      await page.getByRole('heading', { level: 1, name: 'Promoted: prod' }).waitFor();
      await page.getByText('Release', { exact: true }).waitFor();
      const facts = (await page.getByRole('main').textContent()) ?? '';
      for (const text of [reason, short(commit), 'prod succeeded', actor.replace(/ <.*/, '')])
        expect(facts).toContain(text);
      expect(await inspect(amy, 'activity-entry')).toEqual([]);

      // The address is permanent: it opens by itself.
      await page.reload();
      await page.getByText(reason).waitFor();
      await page.goBack();
      await page.getByRole('article').getByText(reason).waitFor();
      expect(page.url()).toContain(`from=${day}&to=${day}`);
      await page.getByLabel('From').fill('2020-01-01');
      await page.getByLabel('To', { exact: true }).fill('2020-01-02');
      await page.getByRole('main').getByText('Nothing found.').waitFor();
    });

    it('is exported as the filter shows it', async () => {
      const { amy, app } = testContext();
      const { page } = amy;
      await page.goto(`${app.origin}/activity?environment=prod&kind=deployments`);
      await page.getByRole('article').first().waitFor();
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name: 'CSV' }).click(),
      ]);
      expect(download.suggestedFilename()).toMatch(/^activity-.*\.csv$/);
      const rows = (await readFile(await download.path(), 'utf8')).trimEnd().split('\r\n');
      expect(rows).toHaveLength(1 + promotions);
      expect(rows[1]).toContain(`"${prod.reason}"`);
    });

    it('is counted in the metrics, whose charts are loaded there only', async () => {
      const { amy } = testContext();
      const { page } = amy;
      const scripts: string[] = [];
      page.on('request', (request) => scripts.push(request.url()));
      await page.reload();
      await page.getByRole('article').first().waitFor();
      const isCharts = (url: string) => url.includes('metrics-charts') && url.endsWith('.js');
      expect(scripts.filter(isCharts)).toEqual([]);
      await goTo(page, 'Metrics');
      await page.getByText(new RegExp(`^${promotions} deployments? in 12 weeks`)).waitFor();
      await page.getByLabel('Deployments by week').first().waitFor();
      expect(scripts.filter(isCharts)).toHaveLength(1);
      expect(await inspect(amy, 'metrics')).toEqual([]);
      // Prometheus has the address /metrics; this view has its own.
      await page.reload();
      await page.getByText(new RegExp(`^${promotions} deployments? in 12 weeks`)).waitFor();
    });

    it('has the logs of the newest deployment beside it', async () => {
      const { amy, app } = testContext();
      const { page } = amy;
      await page.goto(`${app.origin}/environments/prod`);
      await page.getByText('Logs', { exact: true }).click();
      const log = page.getByRole('region', { name: 'Log of prod' });
      await log.getByText(/Build .* files, digest /).waitFor();
      expect(await inspect(amy, 'logs')).toEqual([]);
      await goTo(page, 'Environments');
    });
  });
}
