import dispatched from './testing/events/workflow-dispatch.json';
import merged from './testing/events/workflow-run.json';
import { interpolate } from './testing/expressions';
import { Runner, type Outcome } from './testing/runner';
import { readWorkflow, type Workflow } from './testing/workflow';

const deploy = readWorkflow('.github/workflows/deploy.yml');
const init = readWorkflow('.github/workflows/init.yml');

const hostile = 'x"; touch pwned; $(touch pwned) `touch pwned` #${IFS}\'';

/** What a step that failed had said; empty when it did not fail. */
function failureOf({ status, output }: Outcome): string {
  return status === 0 ? '' : output;
}

function contexts(event: object, inputs: object = {}) {
  return {
    github: { event, server_url: 'https://github.com', repository: 'acme/shop', token: 'token' },
    vars: { AWS_REGION: 'us-east-1', SLUICE_BUCKET: '' },
    job: { status: 'success' },
    inputs,
  };
}

function mergeOf(sha: string) {
  return contexts({ ...merged, workflow_run: { ...merged.workflow_run, head_sha: sha } });
}

function dispatchOf(inputs: Partial<typeof dispatched.inputs>) {
  return contexts({}, { ...dispatched.inputs, ...inputs });
}

describe('the steps of deploy.yml, on the embedded cloud', () => {
  let runner: Runner;
  const run = (job: string, step: string, ...rest: [ReturnType<typeof contexts>, object?]) =>
    runner.run(deploy, job, step, ...rest);

  beforeAll(() => {
    runner = new Runner();
  });
  afterAll(() => runner.remove());
  beforeEach(() => runner.newJob());
  afterEach(() => expect(runner.has('pwned')).toBe(false));

  test('a merge is published whole, and then only what changed since, whatever its subject and branch', () => {
    const first = runner.git(['rev-parse', 'HEAD']);
    const event = mergeOf(first);
    expect(run('publish', 'Find the base', event).output).toContain('No earlier publish is known');
    const published = run('publish', 'Publish what changed, and watch stage', event);
    expect(failureOf(published)).toBe('');

    runner.newJob();
    runner.git(['switch', '--quiet', '-c', 'zzz";echo${IFS}"hello";#']);
    const second = runner.commit('aws/notes.txt', 'changed', hostile);
    const next = mergeOf(second);
    const runs = { STAND_IN_RUNS: `${hostile}\n${second}\n${first}\n` };
    expect(run('publish', 'Find the base', next, runs)).toMatchObject({ status: 0, output: '' });
    const again = run('publish', 'Publish what changed, and watch stage', next);
    expect(failureOf(again)).toBe('');
    expect(again.output).toContain(`Published ${second.slice(0, 8)}`);
    expect(again.output).not.toContain('client:publish');

    expect(run('publish', 'Summary', next).status).toBe(0);
    expect(runner.summary).toContain(`https://github.com/acme/shop/commit/${second}`);
  }, 600_000);

  test('a dispatch promotes the commit to the tag, with a hostile reason too', () => {
    const sha = runner.git(['rev-parse', 'HEAD']);
    const event = dispatchOf({ commit_sha: sha.slice(0, 12), reason: hostile });
    expect(run('promote', 'Check the commit sha', event)).toMatchObject({ status: 0, output: '' });
    const promoted = run('promote', 'Promote, and watch', event);
    expect(failureOf(promoted)).toBe('');
    expect(promoted.output).toContain(`Promoted ${sha.slice(0, 8)}`);
    expect(run('promote', 'Summary', event).status).toBe(0);
    expect(runner.summary).toContain(`### Promote to uat: success`);
  }, 300_000);

  test.each([hostile, '--help', 'HEAD', 'main', '', 'f'.repeat(40), `${'a'.repeat(40)}\nX=1`, 'ABCDEF12'])(
    'the commit sha %j is refused before anything runs',
    (commit_sha) => {
      const outcome = run('promote', 'Check the commit sha', dispatchOf({ commit_sha }));
      expect(outcome.status).toBe(1);
      expect(outcome.output).toContain('The input is no commit sha of this repository');
    },
  );
});

describe('who starts deploy.yml', () => {
  test('a push to main whose CI succeeded, and a person', () => {
    expect(deploy.on).toMatchObject({
      workflow_run: { workflows: ['CI'], types: ['completed'], branches: ['main'] },
      workflow_dispatch: {
        inputs: {
          commit_sha: { description: 'The commit sha to use as a source for deployment', required: true },
          tag: {
            description: 'The target tag used by the app environment to deploy',
            options: ['uat', 'prod'],
          },
        },
      },
    });
    expect(deploy.jobs['publish']?.if).toContain("github.event.workflow_run.conclusion == 'success'");
    expect(deploy.jobs['publish']?.concurrency).toBeUndefined();
  });

  test('promotions wait for each other in the environment of the tag, and none is cancelled', () => {
    expect(deploy.jobs['promote']).toMatchObject({
      environment: '${{ inputs.tag }}',
      concurrency: { group: 'promote-${{ inputs.tag }}', 'cancel-in-progress': false, queue: 'max' },
    });
  });
});

describe('the inputs of init.yml', () => {
  let runner: Runner;
  beforeAll(() => {
    runner = new Runner();
  });
  afterAll(() => runner.remove());

  const check = (workflow: Workflow, inputs: object) =>
    runner.run(workflow, 'init', 'Check the inputs', contexts({}, inputs));

  test('are taken when sluice.json says the same', () => {
    const outcome = check(init, { app: 'sluice', environment: 'stage', tag: 'latest' });
    expect(outcome).toMatchObject({ status: 0, output: '' });
  });

  test.each([
    ['another tag', { app: 'sluice', environment: 'stage', tag: 'uat' }],
    ['an unknown environment', { app: 'sluice', environment: 'nowhere', tag: 'uat' }],
    ['another app', { app: 'other', environment: 'stage', tag: 'latest' }],
    ['a hostile app', { app: hostile, environment: 'stage', tag: 'latest' }],
    ['a hostile environment', { app: 'sluice', environment: hostile, tag: 'latest' }],
    ['a hostile tag', { app: 'sluice', environment: 'stage', tag: hostile }],
  ])('are refused with one sentence: %s', (_what, inputs) => {
    const outcome = check(init, inputs);
    expect(outcome.status).toBe(1);
    expect(outcome.output.trim().split('\n')).toEqual([expect.stringMatching(/^::error::/)]);
    expect(runner.has('pwned')).toBe(false);
  });
});

test('an expression puts text in, and evaluates nothing in it', () => {
  const values = { inputs: { reason: '${{ vars.SECRET }} $(id)' }, vars: { SECRET: 's' } };
  expect(interpolate('${{ inputs.reason }}', values)).toBe('${{ vars.SECRET }} $(id)');
  expect(interpolate("${{ vars.NONE || 'b' }}", values)).toBe('b');
});
