import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contexts, dispatchOf, hostile } from './testing/contexts';
import { interpolate } from './testing/expressions';
import { Runner } from './testing/runner';
import { readWorkflow, stepNamed, type Workflow } from './testing/workflow';

const deploy = readWorkflow('.github/workflows/deploy.yml');
const init = readWorkflow('.github/workflows/init.yml');

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

  // GitHub lists a deployment for each job that names an environment; the publisher role trusts that name, too.
  test('every job that deploys names its GitHub environment', () => {
    expect(deploy.jobs['publish']?.environment).toBe('stage');
    expect(init.jobs['init']?.environment).toBe('init');
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

  test('have a default or may be empty, and none is about the size of an app or how it is deployed', () => {
    const { inputs } = init.on['workflow_dispatch'] as {
      inputs: Record<string, { required: boolean; default?: string }>;
    };
    expect(inputs).toMatchObject({
      environment: { required: true, default: 'stage' },
      tag: { required: true, default: 'latest' },
    });
    const missing = Object.values(inputs).filter((input) => input.required && !input.default);
    expect(missing).toEqual([]);
    // What an app needs is in aws/cfn-template-configuration-<environment>.json, which is reviewed and promoted.
    expect(Object.keys(inputs).join(' ')).not.toMatch(/cpu|memory|task|strategy|secret|variable/);
  });

  test('are taken when sluice.json says the same', async () => {
    const outcome = await check(init, { app: 'sluice', environment: 'stage', tag: 'latest' });
    expect(outcome).toMatchObject({ status: 0, output: '' });
  });

  test('are taken when sluice.json says the same between comments, and with trailing commas', async () => {
    const path = join(runner.clone, 'sluice.json');
    const text = readFileSync(path, 'utf8');
    const commented = text.replaceAll('{', '{ // see "https://example.com"\n/* { */').replaceAll('}', ',}');
    writeFileSync(path, commented);
    const outcome = await check(init, { app: 'sluice', environment: 'stage', tag: 'latest' });
    writeFileSync(path, text);
    expect(outcome).toMatchObject({ status: 0, output: '' });
  });

  test.each([
    ['another tag', { app: 'sluice', environment: 'stage', tag: 'uat' }],
    ['an unknown environment', { app: 'sluice', environment: 'nowhere', tag: 'uat' }],
    ['another app', { app: 'other', environment: 'stage', tag: 'latest' }],
    ['a hostile app', { app: hostile, environment: 'stage', tag: 'latest' }],
    ['a hostile environment', { app: 'sluice', environment: hostile, tag: 'latest' }],
    ['a hostile tag', { app: 'sluice', environment: 'stage', tag: hostile }],
  ])('are refused with one sentence: %s', async (_what, inputs) => {
    const outcome = await check(init, inputs);
    expect(outcome.status).toBe(1);
    expect(outcome.output.trim().split('\n')).toEqual([expect.stringMatching(/^::error::/)]);
    expect(runner.has('pwned')).toBe(false);
  });
});

describe('the credentials of a promotion', () => {
  let runner: Runner;
  beforeAll(() => {
    runner = new Runner();
  });
  afterAll(() => runner.remove());

  const profileOf = async (sluice: object | string, reader = 'arn:reader') => {
    const text = typeof sluice === 'string' ? sluice : JSON.stringify(sluice);
    writeFileSync(join(runner.clone, 'sluice.json'), text);
    runner.newJob();
    const event = dispatchOf({ tag: 'prod' });
    Object.assign(event.vars as object, { SLUICE_READER_ROLE: reader });
    const outcome = await runner.run(deploy, 'promote', 'Find the profile of the environment', event);
    if (outcome.status !== 0) return outcome.output;
    expect(runner.outputs['reader']).toBe(reader);
    return runner.outputs['profile'];
  };
  const prod = { tag: 'prod', bucket: 'acme-prod', profile: 'acme-prod' };

  test.each<[string, object | string, string]>([
    ['none without one', { app: 'a', environments: { prod: { tag: 'prod' } } }, ''],
    [
      'that of the environment',
      { app: 'a', environments: { uat: { tag: 'uat', profile: 'no' }, prod } },
      'acme-prod',
    ],
    [
      'that of one of several apps',
      { apps: { a: { environments: { uat: { tag: 'uat' } } }, b: { environments: { prod } } } },
      'acme-prod',
    ],
    ['one of two environments with one tag', { app: 'a', environments: { prod, eu: prod } }, 'acme-prod'],
    [
      'that of a file with comments',
      '{ // "x"\n "environments": { /* { */ "prod": { "tag": "prod", "profile": "p" }, }, }',
      'p',
    ],
  ])('use the profile: %s', async (_, sluice, expected) => {
    expect(await profileOf(sluice)).toBe(expected);
  });

  test('are refused where there is a profile and no reader role, with what to set', async () => {
    const refused = await profileOf({ app: 'a', environments: { prod } }, '');
    expect(refused).toMatch(/^::error::The tag prod has the profile acme-prod .*SLUICE_READER_ROLE/);
    expect(await profileOf({ app: 'a', environments: { prod: { tag: 'prod' } } }, '')).toBe('');
  });

  test('are refused where one tag has two profiles', async () => {
    const environments = { prod, eu: { ...prod, profile: 'acme-eu' } };
    expect(await profileOf({ app: 'a', environments })).toMatch(/^::error::The environments of the tag prod/);
  });

  // aws-actions/configure-aws-credentials writes a profile instead of variables where aws-profile has a name.
  test('are those of the reader by default and of the promoter by that profile, or of the promoter alone', () => {
    const steps = deploy.jobs['promote']?.steps ?? [];
    const at = (name: string) => steps.findIndex((step) => step.name === name);
    const credentials = steps.filter(({ uses }) =>
      uses?.startsWith('aws-actions/configure-aws-credentials@'),
    );
    expect(credentials).toMatchObject([
      {
        if: "steps.account.outputs.profile != ''",
        with: { 'role-to-assume': '${{ steps.account.outputs.reader }}' },
      },
      {
        with: {
          'role-to-assume': '${{ vars.SLUICE_PROMOTER_ROLE }}',
          'aws-profile': '${{ steps.account.outputs.profile }}',
        },
      },
    ]);
    expect(credentials[0]?.with).not.toHaveProperty('aws-profile');
    expect(credentials[1]).not.toHaveProperty('if');
    expect(steps[at('Find the profile of the environment')]).toMatchObject({ id: 'account' });
    const order = [
      at('Find the profile of the environment'),
      ...credentials.map((one) => steps.indexOf(one)),
      at('Promote, and watch'),
    ];
    expect(order).toEqual([...order].sort((a, b) => a - b));
  });
});

test('an expression puts text in, and evaluates nothing in it', () => {
  const values = { inputs: { reason: '${{ vars.SECRET }} $(id)' }, vars: { SECRET: 's' } };
  expect(interpolate('${{ inputs.reason }}', values)).toBe('${{ vars.SECRET }} $(id)');
  expect(interpolate("${{ vars.NONE || 'b' }}", values)).toBe('b');
});

describe.each(['.github/workflows/ci.yml', 'tools/nx-sluice/templates/github/ci.yml'])(
  'the cache in %s',
  (path) => {
    const affected = readWorkflow(path).jobs['affected'];
    const check = stepNamed(affected, 'Check what changed');

    test('is beside Nx, and what Nx runs gets no credentials of it', () => {
      const [before = '', after = ''] = check.run.split(' -- ');
      expect(before.trim()).toBe('npx sluice cache');
      expect(after).toMatch(/ nx affected -t .*\bbuild\b/);
      for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'])
        expect(after.split(' nx ')[0]).toContain(`-u ${name} `);
    });

    test('has the role of main or of the pull request; a fork has none, and nothing depends on it', () => {
      expect(affected?.steps.find(({ name }) => name === 'Sign in to the cache')).toMatchObject({
        if: expect.stringContaining('github.event.pull_request.head.repo.full_name == github.repository'),
        'continue-on-error': true,
        with: {
          'role-to-assume':
            "${{ github.event_name == 'push' && vars.SLUICE_CACHE_ROLE || vars.SLUICE_CACHE_PR_ROLE }}",
          'role-session-name': "${{ github.event.number || 'main' }}",
        },
      });
    });
  },
);

test('Deploy publishes only what CI built where CI fills the cache, once an earlier publish is known', () => {
  const { run, env } = stepNamed(deploy.jobs['publish'], 'Publish what changed, and watch stage');
  expect(env).toMatchObject({ CACHE_ROLE: '${{ vars.SLUICE_CACHE_ROLE }}' });
  expect(run).toContain(
    'if [[ -n $CACHE_ROLE && -n ${NX_BASE:-} ]]; then\n  changed+=(--requireCached --batch)\nfi',
  );
});

test('Deploy reads what CI built, and stores nothing', () => {
  const { run } = stepNamed(deploy.jobs['publish'], 'Publish what changed, and watch stage');
  expect(run).toContain('node_modules/.bin/sluice cache --read-only -- nx "${changed[@]}" -t publish');
});
