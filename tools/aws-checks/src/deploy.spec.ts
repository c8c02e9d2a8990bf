import { writeFileSync } from 'node:fs';
import { dispatchOf, hostile, mergeOf } from './testing/contexts';
import type { Contexts } from './testing/expressions';
import { checkedInCalls, type Call } from './testing/recorded-calls';
import { openRecordingCloud, type RecordingCloud } from './testing/recording-cloud';
import { inRepository } from './testing/repository';
import { Runner, type Outcome } from './testing/runner';
import { readWorkflow } from './testing/workflow';

const deploy = readWorkflow('.github/workflows/deploy.yml');
const publish = 'Publish what changed, and watch stage';

/** What a step that failed had said; empty when it did not fail. */
function failureOf({ status, output }: Outcome): string {
  return status === 0 ? '' : output;
}

describe('the steps of deploy.yml, on the embedded cloud and its running pipelines', () => {
  let runner: Runner;
  let cloud: RecordingCloud;
  const recorded: Record<string, Call[]> = {};
  const run = (job: string, step: string, ...rest: [Contexts, object?]) =>
    runner.run(deploy, job, step, ...rest);

  /** What the environment itself says that it runs. */
  const commitServedBy = async (environment: string) => {
    const answer = await fetch(`${cloud.urls[environment]}/healthz`);
    return ((await answer.json()) as { commit?: string }).commit;
  };

  beforeAll(async () => {
    runner = new Runner();
    cloud = await openRecordingCloud(runner.cloud);
  });
  afterAll(async () => {
    await cloud.close();
    runner.remove();
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
    const second = runner.commit('aws/notes.txt', 'changed', hostile);
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
    recorded['publish'] = cloud.takeCalls();
  }, 300_000);

  test('a dispatch promotes the commit to the tag, with a hostile reason too; uat serves it', async () => {
    for (const commit of ['HEAD~1', 'HEAD']) {
      const sha = runner.git(['rev-parse', commit]);
      const event = dispatchOf({ commit_sha: sha.slice(0, 12), reason: hostile });
      const checked = await run('promote', 'Check the commit sha', event);
      expect(checked).toMatchObject({ status: 0, output: '' });
      const promoted = await run('promote', 'Promote, and watch', event);
      expect(failureOf(promoted)).toBe('');
      expect(promoted.output).toContain(`Promoted ${sha.slice(0, 8)}`);
      expect(await commitServedBy('uat')).toBe(sha);
      expect((await run('promote', 'Summary', event)).status).toBe(0);
      expect(runner.summary).toContain(`### Promote to uat: success`);
    }
    recorded['promote'] = cloud.takeCalls();
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
    ['history', '--env=uat'],
    ['status', ''],
    ['diff', '--from=stage --to=uat'],
    ['rollback', '--env=uat --reason=bad --yes'],
    ['release', '--env=uat --reason=mended'],
    ['hold', '--env=uat --reason=freeze'],
    ['redeploy', '--env=uat'],
    ['reject', '--sha=HEAD --reason=broken'],
  ])(
    'a promoter runs %s too',
    async (command, options) => {
      expect(failureOf(await runner.bash(`npx nx run app:${command} ${options}`))).toBe('');
      recorded[command] = cloud.takeCalls();
    },
    60_000,
  );

  // SLUICE_RECORD_CALLS=true writes the list anew; what changed in it is to be reviewed like code.
  test('what the commands call is what the checked-in list says, which the policies are held to', () => {
    if (process.env.SLUICE_RECORD_CALLS === 'true') {
      const path = inRepository('tools/aws-checks/src/testing/aws-calls.json');
      writeFileSync(path, `${JSON.stringify(recorded, undefined, 2)}\n`);
    } else {
      expect(recorded).toEqual(checkedInCalls);
    }
  });
});
