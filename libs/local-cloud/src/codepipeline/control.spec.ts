import {
  DisableStageTransitionCommand,
  EnableStageTransitionCommand,
  GetPipelineStateCommand,
  StartPipelineExecutionCommand,
  StopPipelineExecutionCommand,
} from '@aws-sdk/client-codepipeline';
import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import { eventually } from '../environments/testing/eventually';
import { heldBuild } from './testing/held-build';
import { PipelineCloud, pipelineDefinition } from './testing/pipeline-cloud';

// Node starts slowly on a busy machine.
jest.setTimeout(60_000);

const stage = 'app-stage-pipeline';
let test: PipelineCloud;

beforeEach(() => {
  test = new PipelineCloud();
});

afterEach(() => test.remove());

describe('whoever is in charge of a pipeline', () => {
  it('stops an execution after its action in progress, or abandons that', async () => {
    const { held, definition } = heldBuild();
    await test.open([definition]);
    const first = await test.publish('one');
    await eventually(() => held.length === 1);
    const { pipelineExecutionId } = await test.execution(stage, first, 'InProgress');
    const stop = (abandon: boolean, id = pipelineExecutionId) =>
      test.client.send(
        new StopPipelineExecutionCommand({
          pipelineName: stage,
          pipelineExecutionId: id,
          abandon,
          reason: 'a wrong commit',
        }),
      );

    await stop(false);
    await expect(stop(false)).rejects.toMatchObject({ name: 'DuplicatedStopRequestException' });
    await test.execution(stage, first, 'Stopping');
    held[0]!.go();
    const stopped = await test.execution(stage, first, 'Stopped');
    expect(stopped.stopTrigger).toEqual({ reason: 'a wrong commit' });
    expect((await test.actions(stage, pipelineExecutionId)).map(({ status }) => status)).toEqual([
      'Succeeded',
      'Succeeded',
    ]);
    await expect(stop(true)).rejects.toMatchObject({ name: 'PipelineExecutionNotStoppableException' });

    const second = await test.publish('two');
    await eventually(() => held.length === 2);
    const abandoned = await test.execution(stage, second, 'InProgress');
    await stop(true, abandoned.pipelineExecutionId);
    await test.execution(stage, second, 'Stopped');
    expect(held[1]!.context.signal.aborted).toBe(true);
    expect((await test.actions(stage, abandoned.pipelineExecutionId))[0]).toMatchObject({
      stageName: 'Build',
      status: 'Abandoned',
    });

    const third = await test.publish('three');
    (await eventually(() => held[2])).go();
    await test.execution(stage, third, 'Succeeded');
    expect(await test.serves('stage')).toBe('three');
  });

  it('holds executions before a disabled transition', async () => {
    await test.open([pipelineDefinition('stage')]);
    const transition = { pipelineName: stage, stageName: 'Deploy', transitionType: 'Inbound' } as const;
    await test.client.send(new DisableStageTransitionCommand({ ...transition, reason: 'The show is on' }));
    const versionId = await test.publish('one');
    const state = await eventually(async () => {
      const { stageStates } = await test.client.send(new GetPipelineStateCommand({ name: stage }));
      return stageStates?.[2]?.inboundExecution ? stageStates : undefined;
    });
    const { pipelineExecutionId } = await test.execution(stage, versionId, 'InProgress');
    expect(state[2]).toMatchObject({
      stageName: 'Deploy',
      inboundExecution: { pipelineExecutionId, status: 'InProgress' },
      inboundTransitionState: { enabled: false, disabledReason: 'The show is on' },
    });
    expect(state[1]!.latestExecution).toMatchObject({ pipelineExecutionId, status: 'Succeeded' });

    await test.client.send(new EnableStageTransitionCommand(transition));
    await test.execution(stage, versionId, 'Succeeded');
    expect(await test.serves('stage')).toBe('one');
  });

  it('runs an older version on request, without taking the newest for new again', async () => {
    await test.open([pipelineDefinition('stage')]);
    const one = await test.publish('one');
    await test.execution(stage, one, 'Succeeded');
    const two = await test.publish('two');
    await test.execution(stage, two, 'Succeeded');
    const start = (revisionValue: string, clientRequestToken?: string) =>
      test.client.send(
        new StartPipelineExecutionCommand({
          name: stage,
          clientRequestToken,
          sourceRevisions: [{ actionName: 'Source', revisionType: 'S3_OBJECT_VERSION_ID', revisionValue }],
        }),
      );

    const first = await start(one, 'once-only');
    expect((await start(one, 'once-only')).pipelineExecutionId).toBe(first.pipelineExecutionId);
    const done = await eventually(async () => {
      const [newest] = await test.executions(stage);
      return (
        newest?.pipelineExecutionId === first.pipelineExecutionId && newest?.status === 'Succeeded' && newest
      );
    });
    expect(done.trigger).toMatchObject({ triggerType: 'StartPipelineExecution' });
    expect(await test.serves('stage')).toBe('one');
    test.pipelines.poll();
    expect(await test.executions(stage)).toHaveLength(3);

    const { pipelineExecutionId } = await start('no-such-version');
    await test.execution(stage, 'no-such-version', 'Failed');
    const [source] = await test.actions(stage, pipelineExecutionId!);
    expect(source).toMatchObject({
      stageName: 'Source',
      status: 'Failed',
      output: {
        executionResult: {
          errorDetails: {
            code: 'RevisionUnavailable',
            message: 'No version no-such-version of an object is at s3://releases/app/latest.zip.',
          },
        },
      },
    });
    expect(await test.serves('stage')).toBe('one');
  });

  it('starts on the current version on request, and on nothing when the object was deleted', async () => {
    await test.open([pipelineDefinition('stage')]);
    const one = await test.publish('one');
    await test.execution(stage, one, 'Succeeded');
    const start = () => test.client.send(new StartPipelineExecutionCommand({ name: stage }));
    await start();
    await eventually(
      async () => (await test.executions(stage)).filter(({ status }) => status === 'Succeeded').length === 2,
    );

    await test.s3.send(new DeleteObjectCommand({ Bucket: 'releases', Key: 'app/latest.zip' }));
    test.pipelines.poll();
    expect(await test.executions(stage)).toHaveLength(2);
    await start();
    await eventually(async () => (await test.executions(stage))[0]?.status === 'Failed');
    expect(await test.serves('stage')).toBe('one');
  });
});
