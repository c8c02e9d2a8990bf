import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { accessVariables, smallClient } from '@sluice/dev';
import { ConsoleProcess } from './testing/console-process';
import { containerEnvironment } from './testing/container-environment';
import { contexts, dispatchOf, hostile, mergeOf } from './testing/contexts';
import type { Contexts } from './testing/expressions';
import { checkedInCalls, requestOf, type CallsByCommand, type RoleName } from './testing/recorded-calls';
import { openRecordingCloud, type RecordingCloud } from './testing/recording-cloud';
import { inRepository } from './testing/repository';
import { resolve } from './testing/resolve';
import { consoleOf, environmentScope, type Role } from './testing/roles';
import { Runner, type Outcome } from './testing/runner';
import { readTemplate } from './testing/template';
import { environmentRoleMay } from './testing/policy-decisions';
import { readWorkflow } from './testing/workflow';

const deploy = readWorkflow('.github/workflows/deploy.yml');
const prune = readWorkflow('.github/workflows/prune.yml');
const publish = 'Publish what changed, and watch stage';

/** What a step that failed had said; empty when it did not fail. */
function failureOf({ status, output }: Outcome): string {
  return status === 0 ? '' : output;
}

function idleSecondsOfLoadBalancer(): number {
  const { Properties } = readTemplate('aws/environment.yml').Resources['LoadBalancer'] ?? {};
  const { LoadBalancerAttributes: attributes } = resolve(Properties, environmentScope('prod')) as {
    LoadBalancerAttributes: { Key: string; Value: string }[];
  };
  return Number(attributes.find(({ Key }) => Key === 'idle_timeout.timeout_seconds')?.Value);
}

describe('the steps of the workflows, on the local cloud and its running pipelines', () => {
  let runner: Runner;
  let cloud: RecordingCloud;
  const recorded: Partial<Record<RoleName, CallsByCommand>> = {};
  const run = (job: string, step: string, ...rest: [Contexts, object?]) =>
    runner.run(deploy, job, step, ...rest);

  /** Puts down what was called since the last time, as a command that this role runs. */
  const record = (role: RoleName, command: string, from = cloud) => {
    recorded[role] = { ...recorded[role], [command]: from.takeCalls() };
  };

  /** What the environment itself says that it runs. */
  const commitServedBy = async (environment: string) => {
    const answer = await fetch(`${cloud.urls[environment]}/healthz`);
    return ((await answer.json()) as { commit?: string }).commit;
  };

  beforeAll(async () => {
    runner = new Runner();
    for (const [path, text] of Object.entries(smallClient)) runner.commit(path, text, `Shorten ${path}`);
    cloud = await openRecordingCloud(runner.cloud);
  });
  afterAll(async () => {
    await cloud.close();
    await runner.remove();
  });
  beforeEach(() => runner.newJob());
  afterEach(() => expect(runner.has('pwned')).toBe(false));

  test('a merge is published whole, and then only what changed since; stage serves it', async () => {
    const first = runner.git(['rev-parse', 'HEAD']);
    const event = mergeOf(first);
    expect((await run('publish', 'Find the base', event)).output).toContain('No earlier publish is known');
    expect(failureOf(await run('publish', publish, event))).toBe('');
    expect(await commitServedBy('stage')).toBe(first);

    runner.newJob();
    runner.git(['switch', '--quiet', '-c', 'zzz";echo${IFS}"hello";#']);
    runner.commit('aws/notes.txt', 'changed', 'A commit that is never published in its turn');
    const second = runner.commit('aws/notes.txt', 'changed again', hostile);
    // A merge leaves it there; what is checked out has any name.
    runner.git(['branch', '--force', 'main', second]);
    const next = mergeOf(second);
    const runs = { STAND_IN_RUNS: `${hostile}\n${second}\n${first}\n` };
    expect(await run('publish', 'Find the base', next, runs)).toMatchObject({ status: 0, output: '' });
    const again = await run('publish', publish, next);
    expect(failureOf(again)).toBe('');
    expect(again.output).toContain(`Published ${second.slice(0, 8)}`);
    expect(again.output).not.toContain('client:publish');
    expect(await commitServedBy('stage')).toBe(second);

    expect((await run('publish', 'Summary', next)).status).toBe(0);
    expect(runner.summary).toContain(`https://github.com/acme/shop/commit/${second}`);
    record('publisher', 'publish');
  }, 600_000);

  test('a publisher is told why no pipeline starts on what it published', async () => {
    const folder = join(runner.folder, 'asleep');
    const asleep = await openRecordingCloud(folder, { sleeps: true });
    try {
      const there = { SLUICE_LOCAL_CLOUD: folder };
      expect(failureOf(await runner.sluice('publish', there))).toBe('');
      asleep.takeCalls();
      const watched = await runner.sluice('publish --watch', there);
      expect(watched.status).toBe(6);
      expect(watched.output).toContain('It watches s3://');
      record('publisher', 'publish that starts no pipeline', asleep);
    } finally {
      await asleep.close();
    }
  }, 300_000);

  test('a commit that is published late leaves latest alone', async () => {
    runner.git(['switch', '--quiet', '--detach', 'HEAD~1']);
    expect(failureOf(await runner.sluice('package'))).toBe('');
    const published = await runner.sluice('publish --allow-stale');
    expect(failureOf(published)).toBe('');
    expect(published.output).toContain('latest unchanged');
    runner.git(['switch', '--quiet', '-']);
    record('publisher', 'publish of an older commit');
  }, 300_000);

  test('a dispatch promotes the commit to the tag, with a hostile reason too; uat serves it', async () => {
    // The first object of a tag is written under another condition than those that replace it.
    expect(failureOf(await runner.sluice('promote uat --sha=HEAD~2 --yes --watch'))).toBe('');

    const sha = runner.git(['rev-parse', 'HEAD']);
    const event = dispatchOf({ commit_sha: sha.slice(0, 12), reason: hostile, override: hostile });
    const checked = await run('promote', 'Check the commit sha', event);
    expect(checked).toMatchObject({ status: 0, output: '' });
    const promoted = await run('promote', 'Promote, and watch', event);
    expect(failureOf(promoted)).toBe('');
    expect(promoted.output).toContain(`Promoted ${sha.slice(0, 8)}`);
    expect(await commitServedBy('uat')).toBe(sha);
    expect((await run('promote', 'Summary', event)).status).toBe(0);
    expect(runner.summary).toContain(`### Promote to uat: success`);
    record('promoter', 'promote');
  }, 600_000);

  test("prod's promoter looks up that the commit ran well in uat", async () => {
    expect(failureOf(await runner.sluice('promote prod --sha=HEAD --yes'))).toBe('');
    record('promoter of prod', 'promote');
  }, 300_000);

  test.each([hostile, '--help', 'HEAD', 'main', '', 'f'.repeat(40), `${'a'.repeat(40)}\nX=1`, 'ABCDEF12'])(
    'the commit sha %j is refused before anything runs',
    async (commit_sha) => {
      const outcome = await run('promote', 'Check the commit sha', dispatchOf({ commit_sha }));
      expect(outcome.status).toBe(1);
      expect(outcome.output).toContain('The input is no commit sha of this repository');
    },
  );

  test.each([
    ['history', 'uat'],
    ['status'],
    ['diff', 'stage uat'],
    ['rollback', 'uat --reason=bad --yes'],
    ['unhold', 'uat --reason=fixed'],
    ['hold', 'uat --reason=freeze'],
    ['redeploy', 'uat'],
    ['reject', 'HEAD~2 --reason=broken'],
    ['diff of a rejected commit', 'HEAD~2 HEAD'],
    ['reject --undo', 'HEAD~2'],
  ])(
    'a promoter runs %s too',
    async (what, ...options) => {
      const [command] = what.split(' of ');
      expect(failureOf(await runner.sluice([command, ...options].join(' ')))).toBe('');
      record('promoter', what);
    },
    300_000,
  );

  test('a console, as the archive has it, does all that it offers within the role of its containers', async () => {
    const refusedOf = (role: Role) =>
      cloud.takeCalls().filter((call) => !environmentRoleMay(role.policies, requestOf(call)));
    const [first, last] = ['HEAD~2', 'HEAD'].map((name) => runner.git(['rev-parse', name]));
    const main = join(runner.clone, 'dist/apps/server/main.js');
    const server = await ConsoleProcess.startWithToken(main, accessVariables(cloud.access));
    try {
      const reads = ['/board', '/releases', `/releases/${first}`, `/compare?from=${first}&to=${last}`];
      for (const path of [...reads, '/compare?from=stage&to=uat', '/environments/uat/history']) {
        await server.call('GET', path);
      }
      expect(refusedOf(consoleOf('prod', 'prod'))).toEqual([]);

      const uat = '/environments/uat';
      await server.call('DELETE', `${uat}/hold`);
      const { expects } = await server.call<{ expects: string }>('POST', `${uat}/promotion-plan`, {
        commit: last,
      });
      const { versionId } = await server.call<{ versionId: string }>('POST', `${uat}/promotions`, {
        commit: last,
        expects,
        reason: 'from the console',
      });
      await server.call('POST', `${uat}/redeployments`, { expects: versionId, reason: 'rotated' });
      await server.call('POST', `${uat}/rollback-plan`);
      await server.call('PUT', `${uat}/hold`, { reason: 'freeze' });
      await server.call('PUT', `/releases/${first}/rejection`, { reason: 'broken' });
      await server.call('DELETE', `/releases/${first}/rejection`);
      expect(refusedOf(consoleOf('prod', 'prod', { uat: 'uat' }))).toEqual([]);
    } finally {
      await server.stop();
      // It looks around by itself, too.
      cloud.takeCalls();
    }
  }, 300_000);

  test.each([
    ['without a sign-in', {}, {}, 503],
    [
      'with one',
      {
        CertificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/1',
        OidcIssuer: 'https://login.example.org',
        OidcClientId: 'sluice',
        HostName: 'sluice.example.org',
      },
      { CONSOLE_PROMOTERS: 'amy@example.org=uat,prod; *@ops.example.org=*' },
      401,
    ],
  ])(
    'the server starts on the variables of its container on AWS, %s',
    async (_what, parameters, variables, status) => {
      const main = join(runner.clone, 'dist/apps/server/main.js');
      const server = await ConsoleProcess.start(main, containerEnvironment(parameters, variables));
      try {
        expect(await server.statusWithoutSession('/healthz')).toBe(200);
        expect(await server.statusWithoutSession('/api/board')).toBe(status);
        // Where the server closes first, the load balancer answers 502 to who asks just then.
        expect(await server.idleSeconds()).toBeGreaterThan(idleSecondsOfLoadBalancer());
      } finally {
        await server.stop();
      }
    },
    300_000,
  );

  test('a dispatch prunes the archive that no tag ever named, and first says what it would', async () => {
    const clean = async (inputs: object) => {
      const event = contexts({}, { older_than: '1s', keep: '0', ...inputs });
      return runner.run(prune, 'prune', 'Prune', event);
    };
    const hostileOne = await clean({ older_than: hostile, delete: 'true' });
    expect(hostileOne.status).toBe(2);
    expect((await clean({ delete: 'false' })).output).toContain('Would delete 1 of 3 archives');
    const done = await clean({ delete: 'true' });
    expect(failureOf(done)).toBe('');
    expect(done.output).toContain('Deleted 1 archive ');
    expect(runner.summary).toContain('Deleted 1 archive ');
    record('pruner', 'prune');
  }, 300_000);

  // SLUICE_RECORD_CALLS=true writes the list again; what changed in it is to be reviewed like code.
  test('what the commands call is what the checked-in list says, which the policies are held to', () => {
    if (process.env.SLUICE_RECORD_CALLS === 'true') {
      const path = inRepository('tools/infra-tests/src/testing/aws-calls.json');
      writeFileSync(path, `${JSON.stringify(recorded, undefined, 2)}\n`);
    } else {
      expect(recorded).toEqual(checkedInCalls);
    }
  });
});
