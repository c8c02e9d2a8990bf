import type { EnvironmentEvent, PipelineEvent } from '@sluice/local-cloud';
import { resolveApps } from '@sluice/release';
import { eventLine } from './cloud-event-line';
import { welcomeLines } from './welcome';

const stages = { stage: { tag: 'latest' }, uat: { tag: 'uat' }, prod: { tag: 'prod' } };
const cloud = {
  endpoint: 'http://127.0.0.1:4566',
  accessKeyId: 'LOCAL1',
  secretAccessKey: 's',
  region: 'us-east-1',
};
const cache = { url: 'http://127.0.0.1:40123', token: 't' };
const pages = ['console', 'stage', 'uat', 'prod'].map(
  (name, index) => [name, `http://127.0.0.1:${4300 + index}`] as const,
);

const run = { pipeline: 'story-stage-pipeline', executionId: 'e' };
const deployment: (PipelineEvent | EnvironmentEvent)[] = [
  { kind: 'execution', ...run, status: 'InProgress' },
  ...(['Source', 'Build', 'Deploy'] as const).flatMap((stage) =>
    (['InProgress', 'Succeeded'] as const).map((status) => ({
      kind: 'action' as const,
      ...run,
      stage,
      status,
    })),
  ),
  { kind: 'log', ...run, line: '7 files' },
  { kind: 'output', environment: 'stage', versionId: 'v', line: 'listening' },
  { kind: 'serving', environment: 'stage', versionId: 'v', url: 'http://127.0.0.1:4301' },
  { kind: 'execution', ...run, status: 'Succeeded' },
];
const told = (events: typeof deployment, hasStarted: boolean) =>
  events.map((event) => eventLine(event, hasStarted)).filter((line) => line !== undefined);

it('says how to continue in 12 lines where there are three environments, every address among them', () => {
  const apps = resolveApps({ file: { app: 'story', environments: stages }, env: {} });
  const lines = welcomeLines({ apps, pages, cloud, cache });
  expect(lines).toEqual([
    '',
    '  console              http://127.0.0.1:4300',
    '  stage                http://127.0.0.1:4301',
    '  uat                  http://127.0.0.1:4302',
    '  prod                 http://127.0.0.1:4303',
    '  S3 and CodePipeline  http://127.0.0.1:4566',
    '',
    'In another terminal:',
    '  npx nx run app:publish --watch  after a commit; stage follows',
    '  npx sluice promote uat --watch  uat follows',
    'For the AWS CLI, and the remote cache of Nx: export AWS_ENDPOINT_URL=http://127.0.0.1:4566 AWS_REGION=us-east-1 AWS_ACCESS_KEY_ID=LOCAL1 AWS_SECRET_ACCESS_KEY=s NX_SELF_HOSTED_REMOTE_CACHE_SERVER=http://127.0.0.1:40123 NX_SELF_HOSTED_REMOTE_CACHE_ACCESS_TOKEN=t',
    'Ctrl-C stops everything.',
  ]);
  // Before them: that it builds, that it publishes, and how the deployment of that ended.
  expect(lines.length + told(deployment, false).length + 2).toBeLessThanOrEqual(15);
});

it('names the app in the hints where there are several', () => {
  const file = { apps: { store: { environments: stages }, admin: { environments: stages } } };
  const lines = welcomeLines({ apps: resolveApps({ file, env: {} }), pages, cloud, cache });
  expect(lines).toContain('  npx nx run store:publish --app=store --watch  after a commit; stage follows');
});

it('reports a deployment before the addresses only how it ended, and every step after them', () => {
  expect(told(deployment, false)).toEqual(['story-stage-pipeline  Succeeded']);
  expect(told(deployment, true)).toHaveLength(9);
});

it('tells at any time what went wrong', () => {
  const failures: typeof deployment = [
    { kind: 'execution', ...run, status: 'Failed', statusSummary: 'no main.js' },
    { kind: 'down', environment: 'stage', versionId: 'v', reason: 'it ended with 1', lastOutput: [] },
  ];
  for (const hasStarted of [false, true])
    expect(told(failures, hasStarted)).toEqual([
      'story-stage-pipeline  Failed: no main.js',
      'stage is down: it ended with 1',
    ]);
});
