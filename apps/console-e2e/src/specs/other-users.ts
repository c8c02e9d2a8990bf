import type { ProblemBody } from '@sluice/contract';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { columnOf } from '../testing/board';
import { bucketContent } from '../testing/bucket-content';
import { ForeignSite } from '../testing/foreign-site';
import { LoadBalancer } from '../testing/load-balancer';
import { inspect } from '../testing/screenshots';
import { ServerProcess } from '../testing/server-process';
import type { TestContext } from '../testing/test-context';

/** With something in uat. Nobody here may write, and at its end nothing was written. */
export function describeOtherUsers(testContext: () => TestContext): void {
  describe('who may not', () => {
    const token = randomBytes(32).toString('base64url');
    let before: string[];
    let server: ServerProcess;

    beforeAll(async () => {
      before = await bucketContent(testContext().app);
      const variables = { CONSOLE_TOKEN: token, CONSOLE_ACTOR: 'amy@example.org' };
      server = testContext().keep(await ServerProcess.start(testContext().app, { variables }));
    });
    afterAll(() => server?.close());
    afterEach(async () => {
      expect(await bucketContent(testContext().app)).toEqual(before);
    });

    it('sees nothing without a sign-in, and is told how to', async () => {
      const eve = await testContext().browser.visitor();
      eve.expectRefusals(401);
      await eve.page.goto(`${server.origin}/environments/uat/promote`);
      await eve.page.getByRole('heading', { level: 1, name: 'You are not signed in' }).waitFor();
      expect(await eve.page.content()).not.toContain('Sell umbrellas');
      expect(await inspect(eve, 'signed-out')).toEqual([]);
      const statuses = await eve.page.evaluate(async () => {
        const json = { 'content-type': 'application/json' };
        const hold = { method: 'PUT', headers: json, body: JSON.stringify({ reason: 'Mine' }) };
        const answers = [
          await fetch('/api/board'),
          await fetch('/api/openapi.json'),
          await fetch('/api/environments/uat/hold', hold),
        ];
        return answers.map(({ status }) => status);
      });
      expect(statuses).toEqual([401, 401, 401]);
      await server.refused('401 PUT /api/environments/:name/hold by nobody');
      await eve.leave();
    });

    it('is reported in the terminal of npm start', async () => {
      const { app } = testContext();
      const refused = await fetch(`${app.origin}/api/releases`);
      expect(refused.status).toBe(401);
      const { requestId } = (await refused.json()) as ProblemBody;
      await app.untilPrinted(requestId);
    });

    it('is refused with a token of an earlier start', async () => {
      const eve = await testContext().browser.visitor();
      // What is refused is plain text, for which a browser looks for an icon.
      eve.expectRefusals(401, 404);
      const stale = randomBytes(32).toString('base64url');
      await eve.page.goto(`${server.origin}/?token=${stale}`);
      await eve.page.getByText('Open the address that the terminal printed.').waitFor();
      await eve.page.goto(server.origin);
      await eve.page.getByRole('heading', { level: 1, name: 'You are not signed in' }).waitFor();
      await server.refused('401 GET /* by nobody');
      const log = JSON.stringify(server.log);
      expect(log).not.toContain(stale);
      expect(log).not.toContain(token);
      await eve.leave();
    });

    it('cannot write from a page of another site in the browser of a user who is signed in', async () => {
      const site = testContext().keep(await ForeignSite.open());
      const amy = await testContext().browser.visitor();
      await amy.page.goto(`${server.origin}/?token=${token}`);
      await columnOf(amy.page, 'uat').waitFor();
      await amy.page.goto(site.origin);
      const reached = await amy.page.evaluate(async (api) => {
        const body = JSON.stringify({ reason: 'Mine' });
        const attempts: [string, RequestInit][] = [
          ['board', {}],
          ['environments/uat/hold', { method: 'PUT', headers: { 'content-type': 'application/json' }, body }],
          ['environments/uat/rollbacks', { method: 'POST', body }],
          ['environments/uat/rollbacks', { method: 'POST', mode: 'no-cors', body }],
        ];
        const outcomes = attempts.map(([path, init]) =>
          fetch(`${api}/${path}`, { credentials: 'include', ...init }).then(
            ({ type, status }) => `${type} ${status}`,
            () => 'refused by the browser',
          ),
        );
        return Promise.all(outcomes);
      }, `${server.origin}/api`);
      expect(new Set(reached)).toEqual(new Set(['refused by the browser']));
      await server.refused('403 POST /api/environments/:name/rollbacks by amy@example.org');
      // Two of these got to the server before the browser hid the answer; and it says aloud what it refused.
      amy.faults.splice(0);
      await amy.leave();
    });

    it('can only read when signed in without an entry in CONSOLE_PROMOTERS', async () => {
      const { app, browser } = testContext();
      const balancer = testContext().keep(await LoadBalancer.open(join(app.clone.root, 'dist')));
      const started = await ServerProcess.start(app, {
        preload: balancer.writePreload(),
        variables: { ...balancer.variables, CONSOLE_PROMOTERS: 'amy@example.org=uat; *@ops.example.org=*' },
      });
      const onAws = testContext().keep(started);
      const bob = await browser.visitor({ extraHTTPHeaders: balancer.headersOf('bob@example.org') });
      bob.expectRefusals(403);
      await bob.page.goto(onAws.origin);
      const uat = columnOf(bob.page, 'uat');
      await uat.getByRole('button', { name: 'Hold uat' }).waitFor();
      for (const name of ['Promote to uat', 'Roll back uat', 'Redeploy uat', 'Hold uat']) {
        expect(await uat.getByRole('button', { name }).getAttribute('aria-disabled')).toBe('true');
      }
      expect(await inspect(bob, 'environments-looking-only')).toEqual([]);
      const status = await bob.page.evaluate(async () => {
        const headers = { 'content-type': 'application/json' };
        const hold = { method: 'PUT', headers, body: JSON.stringify({ reason: 'Mine' }) };
        return (await fetch('/api/environments/uat/hold', hold)).status;
      });
      expect(status).toBe(403);
      await onAws.refused('403 PUT /api/environments/:name/hold by bob@example.org');
      await bob.leave();
      await onAws.close();
    });
  });
}
