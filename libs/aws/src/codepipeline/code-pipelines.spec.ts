import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openCodePipelines, type CodePipelines } from './code-pipelines';
import { pipelinePage, resourcePage } from './console-url';

let server: Server;
let pipelines: CodePipelines;
/** What the server answers to each operation. */
let answers: Record<string, { status: number; body: unknown }> = {};

beforeAll(async () => {
  server = createServer((request, response) => {
    request.resume();
    const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
    const { status, body } = answers[operation] ?? { status: 400, body: { __type: 'ValidationException' } };
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  pipelines = openCodePipelines({
    region: 'eu-west-1',
    endpoint: `http://127.0.0.1:${port}`,
    credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'example' },
  });
});

afterAll(async () => {
  pipelines.close();
  await new Promise((resolve) => server.close(resolve));
});

it.each([
  ['PipelineNotFoundException', 'no-pipeline', 'The pipeline "a" does not exist in this account and region.'],
  ['ExpiredTokenException', 'expired-credentials', 'The AWS credentials have expired.'],
  [
    'AccessDeniedException',
    'access-denied',
    'AWS refused to list the executions in the pipeline "a": access denied.',
  ],
])('explains %s', async (type, kind, message) => {
  answers = { ListPipelineExecutions: { status: 400, body: { __type: type, message: 'said so' } } };
  const failure = pipelines.executions('a', 10);
  await expect(failure).rejects.toMatchObject({ kind, message, remedy: expect.any(String) });
});

it('reads rollbacks, triggers and revisions, and leaves out what is not said', async () => {
  answers = {
    ListPipelineExecutions: {
      status: 200,
      body: {
        pipelineExecutionSummaries: [
          {
            pipelineExecutionId: 'e2',
            status: 'Succeeded',
            executionType: 'ROLLBACK',
            startTime: 1_700_000_000.5,
            trigger: { triggerType: 'AutomatedRollback', triggerDetail: 'onFailure' },
            sourceRevisions: [{ actionName: 'Source', revisionId: 'v1', revisionSummary: 'a change' }],
          },
          { pipelineExecutionId: 'e1', status: 'InProgress', startTime: 1_700_000_000 },
        ],
      },
    },
  };
  expect(await pipelines.executions('a', 10)).toEqual([
    expect.objectContaining({
      id: 'e2',
      type: 'rollback',
      startedAt: new Date(1_700_000_000_500),
      trigger: { type: 'AutomatedRollback', detail: 'onFailure' },
      sourceRevisions: [{ actionName: 'Source', revisionId: 'v1', summary: 'a change' }],
    }),
    expect.objectContaining({ id: 'e1', type: 'standard', sourceRevisions: [] }),
  ]);
  expect(await pipelines.executions('a', 1)).toHaveLength(1);
});

it('takes a source that says nothing about polling for one that polls', async () => {
  const source = (name: string, configuration: Record<string, string>) => ({
    name,
    actionTypeId: { category: 'Source', owner: 'AWS', provider: 'S3', version: '1' },
    configuration: { S3Bucket: 'bucket', S3ObjectKey: `${name}.zip`, ...configuration },
  });
  const actions = [source('one', {}), source('two', { PollForSourceChanges: 'false' })];
  answers = {
    GetPipeline: { status: 200, body: { pipeline: { name: 'a', stages: [{ name: 'S', actions }] } } },
  };
  expect(await pipelines.sources('a')).toEqual([
    { action: 'one', bucket: 'bucket', key: 'one.zip', polls: true },
    { action: 'two', bucket: 'bucket', key: 'two.zip', polls: false },
  ]);
});

it('knows a page for people on AWS only', async () => {
  expect(await pipelines.consoleUrl('a')).toBeUndefined();
  expect(pipelinePage('eu-west-1', 'a@b', 'e1')).toBe(
    'https://eu-west-1.console.aws.amazon.com/codesuite/codepipeline/pipelines/a%40b/executions/e1/timeline?region=eu-west-1',
  );
  expect(pipelinePage('cn-north-1', 'a')).toContain('https://cn-north-1.console.amazonaws.cn/');
  const group = { kind: 'log-group', name: '/sluice/store/prod' } as const;
  expect(await pipelines.resourceUrl('a', group)).toBeUndefined();
  expect(resourcePage('eu-west-1', group)).toBe(
    'https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#logsV2:log-groups/log-group/$252Fsluice$252Fstore$252Fprod',
  );
  expect(resourcePage('us-gov-west-1', { kind: 'cluster', name: 'store--prod' })).toBe(
    'https://us-gov-west-1.console.amazonaws-us-gov.com/ecs/v2/clusters/store--prod/services?region=us-gov-west-1',
  );
});
