import {
  CodePipelineClient,
  GetPipelineCommand,
  GetPipelineExecutionCommand,
  GetPipelineStateCommand,
  ListActionExecutionsCommand,
  ListPipelineExecutionsCommand,
  ListPipelinesCommand,
  paginateListActionExecutions,
  paginateListPipelineExecutions,
  PutApprovalResultCommand,
  StartPipelineExecutionCommand,
  StopPipelineExecutionCommand,
  DisableStageTransitionCommand,
} from '@aws-sdk/client-codepipeline';
import { eventually } from '../../environments/testing/eventually';
import { PipelineCloud, pipelineDefinition } from '../testing/pipeline-cloud';

// Node starts slowly on a busy machine.
jest.setTimeout(60_000);

const stage = 'app-stage-pipeline';
const nobody = '00000000-0000-4000-8000-000000000000';
const test = new PipelineCloud();
let versionId: string;

beforeAll(async () => {
  await test.open([
    pipelineDefinition('stage'),
    pipelineDefinition('uat', { source: { bucket: 'releases', key: 'app/uat.zip' } }),
    pipelineDefinition('bucketless', { source: { bucket: 'no-such-bucket', key: 'app/prod.zip' } }),
  ]);
  versionId = await test.publish('one');
  await test.execution(stage, versionId, 'Succeeded');
  for (const revisionValue of ['none-1', 'none-2', 'none-3', 'none-4']) {
    const revision = { actionName: 'Source', revisionType: 'S3_OBJECT_VERSION_ID', revisionValue } as const;
    await test.client.send(new StartPipelineExecutionCommand({ name: stage, sourceRevisions: [revision] }));
    await test.execution(stage, revisionValue, 'Failed');
  }
});

afterAll(() => test.remove());

const refusal = (work: Promise<unknown>) =>
  work.then(
    () => 'no refusal',
    ({ name, message }: Error) => `${name}: ${message}`,
  );

describe("CodePipeline's API", () => {
  it('lists pipelines by name, in pages', async () => {
    const first = await test.client.send(new ListPipelinesCommand({ maxResults: 2 }));
    expect(first.pipelines?.map(({ name }) => name)).toEqual(['app-bucketless-pipeline', stage]);
    expect(first.pipelines?.[0]).toMatchObject({
      version: 1,
      executionMode: 'SUPERSEDED',
      created: expect.any(Date) as Date,
    });
    const { nextToken } = first;
    const second = await test.client.send(new ListPipelinesCommand({ maxResults: 2, nextToken }));
    expect(second.pipelines?.map(({ name }) => name)).toEqual(['app-uat-pipeline']);
    expect(second.nextToken).toBeUndefined();
  });

  it('shows the structure of a pipeline', async () => {
    const { pipeline, metadata } = await test.client.send(new GetPipelineCommand({ name: stage }));
    expect(metadata?.pipelineArn).toBe(`arn:aws:codepipeline:us-east-1:000000000000:${stage}`);
    expect(pipeline?.stages?.map(({ name }) => name)).toEqual(['Source', 'Build', 'Deploy']);
    expect(pipeline?.stages?.[0]?.actions?.[0]).toMatchObject({
      actionTypeId: { category: 'Source', owner: 'AWS', provider: 'S3', version: '1' },
      configuration: { S3Bucket: 'releases', S3ObjectKey: 'app/latest.zip' },
      outputArtifacts: [{ name: 'SourceArtifact' }],
    });
  });

  it('shows the state of each stage', async () => {
    const { stageStates } = await test.client.send(new GetPipelineStateCommand({ name: stage }));
    const [newest] = await test.executions(stage);
    expect(
      stageStates?.map(({ stageName, latestExecution }) => [stageName, latestExecution?.status]),
    ).toEqual([
      ['Source', 'Failed'],
      ['Build', 'Succeeded'],
      ['Deploy', 'Succeeded'],
    ]);
    expect(stageStates?.[0]?.latestExecution?.pipelineExecutionId).toBe(newest?.pipelineExecutionId);
    expect(stageStates?.[0]?.inboundTransitionState).toEqual({ enabled: true });
    expect(stageStates?.[2]?.actionStates?.[0]).toMatchObject({
      entityUrl: test.pipelines.urls['stage'],
      latestExecution: { status: 'Succeeded', lastStatusChange: expect.any(Date) as Date },
    });
    const empty = await test.client.send(new GetPipelineStateCommand({ name: 'app-uat-pipeline' }));
    expect(empty.stageStates?.[0]?.latestExecution).toBeUndefined();
  });

  it('shows one execution with its artifact revision', async () => {
    const { pipelineExecutionId } = await test.execution(stage, versionId, 'Succeeded');
    const { pipelineExecution } = await test.client.send(
      new GetPipelineExecutionCommand({ pipelineName: stage, pipelineExecutionId }),
    );
    expect(pipelineExecution).toMatchObject({ pipelineName: stage, pipelineVersion: 1, status: 'Succeeded' });
    expect(pipelineExecution?.artifactRevisions).toEqual([
      {
        name: 'SourceArtifact',
        revisionId: versionId,
        revisionChangeIdentifier: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
        revisionSummary: `Amazon S3 version id: ${versionId}`,
        created: expect.any(Date) as Date,
      },
    ]);
  });

  it('lists executions in pages that new ones do not shift', async () => {
    const all = (await test.executions(stage)).map(({ pipelineExecutionId }) => pipelineExecutionId);
    const paged: (string | undefined)[] = [];
    const settings = { client: test.client, pageSize: 2 };
    for await (const page of paginateListPipelineExecutions(settings, { pipelineName: stage })) {
      paged.push(
        ...(page.pipelineExecutionSummaries ?? []).map(({ pipelineExecutionId }) => pipelineExecutionId),
      );
      if (paged.length === 2) {
        await test.client.send(new StartPipelineExecutionCommand({ name: 'app-uat-pipeline' }));
      }
    }
    expect(all).toHaveLength(5);
    expect(paged).toEqual(all);
  });

  it('filters executions by a stage that succeeded, and actions by execution', async () => {
    const { pipelineExecutionId } = await test.execution(stage, versionId, 'Succeeded');
    const deployed = await test.client.send(
      new ListPipelineExecutionsCommand({
        pipelineName: stage,
        filter: { succeededInStage: { stageName: 'Deploy' } },
      }),
    );
    expect(deployed.pipelineExecutionSummaries?.map((one) => one.pipelineExecutionId)).toEqual([
      pipelineExecutionId,
    ]);

    const stages: (string | undefined)[] = [];
    const settings = { client: test.client, pageSize: 3 };
    for await (const page of paginateListActionExecutions(settings, { pipelineName: stage })) {
      stages.push(...(page.actionExecutionDetails ?? []).map(({ stageName }) => stageName));
    }
    expect(stages).toEqual(['Source', 'Source', 'Source', 'Source', 'Deploy', 'Build', 'Source']);
    const latest = await test.client.send(
      new ListActionExecutionsCommand({
        pipelineName: stage,
        filter: { latestInPipelineExecution: { pipelineExecutionId, startTimeRange: 'Latest' } },
      }),
    );
    expect(latest.actionExecutionDetails?.map(({ stageName }) => stageName)).toEqual(['Deploy']);
  });

  it('fails an execution whose bucket does not exist', async () => {
    await test.client.send(new StartPipelineExecutionCommand({ name: 'app-bucketless-pipeline' }));
    const failed = await eventually(async () => {
      const [newest] = await test.executions('app-bucketless-pipeline');
      return newest?.status === 'Failed' && newest;
    });
    const [source] = await test.actions('app-bucketless-pipeline', failed.pipelineExecutionId ?? '');
    expect(source?.output?.executionResult?.errorDetails).toEqual({
      code: 'RevisionUnavailable',
      message: 'No object is at s3://no-such-bucket/app/prod.zip.',
    });
  });

  it("answers with CodePipeline's errors", async () => {
    const { client } = test;
    const pipelineName = stage;
    const refused = await Promise.all(
      [
        client.send(new GetPipelineCommand({ name: 'nobody' })),
        client.send(new GetPipelineCommand({ name: stage, version: 7 })),
        client.send(new GetPipelineExecutionCommand({ pipelineName, pipelineExecutionId: nobody })),
        client.send(
          new ListActionExecutionsCommand({ pipelineName, filter: { pipelineExecutionId: nobody } }),
        ),
        client.send(new StopPipelineExecutionCommand({ pipelineName, pipelineExecutionId: nobody })),
        client.send(new ListPipelineExecutionsCommand({ pipelineName, nextToken: 'bm9uc2Vuc2U' })),
        client.send(new ListPipelineExecutionsCommand({ pipelineName, maxResults: 101 })),
        client.send(new GetPipelineStateCommand({ name: 'not a name' })),
        client.send(new GetPipelineStateCommand({ name: undefined })),
        client.send(
          new DisableStageTransitionCommand({
            pipelineName,
            stageName: 'Test',
            transitionType: 'Inbound',
            reason: 'None',
          }),
        ),
        client.send(
          new StartPipelineExecutionCommand({
            name: stage,
            sourceRevisions: [
              { actionName: 'Source', revisionType: 'S3_OBJECT_KEY', revisionValue: 'other.zip' },
            ],
          }),
        ),
        client.send(
          new StartPipelineExecutionCommand({ name: stage, variables: [{ name: 'a', value: 'b' }] }),
        ),
        client.send(
          new PutApprovalResultCommand({
            pipelineName,
            stageName: 'Deploy',
            actionName: 'Approve',
            result: { summary: '', status: 'Approved' },
            token: nobody,
          }),
        ),
      ].map(refusal),
    );
    expect(refused.map((text) => text.split(':')[0])).toEqual([
      'PipelineNotFoundException',
      'PipelineVersionNotFoundException',
      'PipelineExecutionNotFoundException',
      'PipelineExecutionNotFoundException',
      'PipelineExecutionNotStoppableException',
      'InvalidNextTokenException',
      'ValidationException',
      'ValidationException',
      'ValidationException',
      'StageNotFoundException',
      'ValidationException',
      'ValidationException',
      'UnknownOperationException',
    ]);
    expect(refused[7]).toContain("1 validation error detected: Value at 'name' failed to satisfy constraint");
  });

  it('refuses a key that is not its own', async () => {
    const { endpoint, accessKeyId } = test.cloud;
    const credentials = { accessKeyId, secretAccessKey: 'another' };
    const unauthorizedClient = new CodePipelineClient({
      endpoint,
      region: 'us-east-1',
      credentials,
      maxAttempts: 1,
    });
    await expect(unauthorizedClient.send(new ListPipelinesCommand({}))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 403 },
    });
    unauthorizedClient.destroy();
  });
});
