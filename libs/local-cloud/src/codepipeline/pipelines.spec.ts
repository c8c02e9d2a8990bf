import { StartPipelineExecutionCommand } from '@aws-sdk/client-codepipeline';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { eventually } from '../environments/testing/eventually';
import { startLoad } from '../environments/testing/load';
import { serverScripts } from '../environments/testing/servers';
import { openLocalCloud } from '../open';
import { ObjectStore } from '../s3/store/object-store';
import { clientOf } from '../testing/cloud';
import { startPipelines } from './index';
import { heldBuild } from './testing/held-build';
import { PipelineCloud, pipelineDefinition, quick } from './testing/pipeline-cloud';

// Node starts slowly on a busy machine.
jest.setTimeout(60_000);

const stage = 'app-stage-pipeline';
let test: PipelineCloud;

beforeEach(() => {
  test = new PipelineCloud();
});

afterEach(() => test.remove());

describe('a pipeline', () => {
  it('deploys a new version of its object, and tells how', async () => {
    await test.open([pipelineDefinition('stage')]);
    expect(await test.executions(stage)).toEqual([]);
    const summary = { 'codepipeline-artifact-revision-summary': '1a2b3c4 Say%20hello' };

    const versionId = await test.publish('one', undefined, summary);

    const execution = await test.execution(stage, versionId, 'Succeeded');
    expect(await test.serves('stage')).toBe('one');
    expect(execution).toMatchObject({
      executionMode: 'SUPERSEDED',
      sourceRevisions: [
        { actionName: 'Source', revisionId: versionId, revisionSummary: '1a2b3c4 Say%20hello' },
      ],
      trigger: { triggerType: 'PollForSourceChanges', triggerDetail: 'arn:aws:s3:::releases/app/latest.zip' },
    });
    const [deploy, build, source] = await test.actions(stage, execution.pipelineExecutionId);
    expect(source).toMatchObject({
      stageName: 'Source',
      actionName: 'Source',
      status: 'Succeeded',
      output: {
        executionResult: { externalExecutionId: versionId },
        outputVariables: { BucketName: 'releases', ObjectKey: 'app/latest.zip', VersionId: versionId },
      },
    });
    expect(build).toMatchObject({
      stageName: 'Build',
      output: {
        executionResult: { externalExecutionSummary: 'Taken as it is' },
        outputVariables: { digest: 'one' },
      },
    });
    expect(deploy).toMatchObject({
      stageName: 'Deploy',
      output: { executionResult: { externalExecutionUrl: test.pipelines.urls['stage'] } },
    });
    expect(deploy!.startTime!.getTime()).toBeGreaterThanOrEqual(build!.lastUpdateTime!.getTime());
  });

  it('fails with the last words of a server that ends at start, and the old one continues', async () => {
    await test.open([pipelineDefinition('stage')]);
    const good = await test.publish('one');
    await test.execution(stage, good, 'Succeeded');

    const bad = await test.publish('two', serverScripts.failing);

    const { pipelineExecutionId, statusSummary } = await test.execution(stage, bad, 'Failed');
    expect(statusSummary).toBe('Deploy failed');
    const [deploy] = await test.actions(stage, pipelineExecutionId);
    expect(deploy).toMatchObject({ stageName: 'Deploy', status: 'Failed' });
    const log = readFileSync(
      fileURLToPath(deploy?.output?.executionResult?.externalExecutionUrl ?? ''),
      'utf8',
    );
    const lines = log.split('\n').map((line) => line.replace(/^\S+Z /, ''));
    expect(lines.slice(0, 3)).toEqual([
      'Build taking two',
      'Deploy reading configuration',
      'Deploy Error: DATABASE_URL is not set',
    ]);
    expect(lines[3]).toMatch(/^Deploy Deploy failed: The server exited with code 3/);
    const { code, message } = deploy!.output!.executionResult!.errorDetails!;
    expect(code).toBe('JobFailed');
    expect(message).toContain('exited with code 3');
    expect(message).toContain('Error: DATABASE_URL is not set');
    expect(await test.serves('stage')).toBe('one');
  });

  it('fails when the build refuses the archive, with its remedy', async () => {
    const refusal = Object.assign(new Error('The archive does not match its manifest.'), {
      remedy: 'Publish it again.',
    });
    await test.open([pipelineDefinition('stage', { build: () => Promise.reject(refusal) })]);
    const versionId = await test.publish('one');
    const { pipelineExecutionId } = await test.execution(stage, versionId, 'Failed');
    const [build, ...earlier] = await test.actions(stage, pipelineExecutionId);
    expect(earlier).toHaveLength(1);
    expect(build!.output!.executionResult!.errorDetails).toEqual({
      code: 'JobFailed',
      message: 'The archive does not match its manifest. Publish it again.',
    });
  });

  it('lets a newer version overtake one that waits', async () => {
    const { held, definition } = heldBuild();
    await test.open([definition]);
    const versions = [await test.publish('one')];
    await eventually(() => held.length === 1);
    versions.push(await test.publish('two'), await test.publish('three'));

    const superseded = await test.execution(stage, versions[1]!, 'Superseded');
    const newest = await test.execution(stage, versions[2]!, 'InProgress');
    expect(superseded.statusSummary).toBe(`Superseded by execution ${newest.pipelineExecutionId}`);
    held[0]!.go();
    await test.execution(stage, versions[0]!, 'Succeeded');
    (await eventually(() => held[1])).go();
    await test.execution(stage, versions[2]!, 'Succeeded');

    expect(await test.serves('stage')).toBe('three');
    expect(held).toHaveLength(2);
    const order = (await test.executions(stage)).map(
      ({ sourceRevisions }) => sourceRevisions?.[0]?.revisionId,
    );
    expect(order).toEqual(versions.toReversed());
  });

  it('loses no request of its environment while versions roll in', async () => {
    await test.open([pipelineDefinition('stage')]);
    await test.execution(stage, await test.publish('v0'), 'Succeeded');
    const load = startLoad(test.pipelines.urls['stage']!);
    await load.hears('v0');
    for (const id of ['v1', 'v2', 'v3']) {
      await test.execution(stage, await test.publish(id), 'Succeeded');
      await load.hears(id);
    }
    const { answers, failures } = await load.stop();
    expect(failures).toEqual([]);
    expect(new Set(answers)).toEqual(new Set(['v0', 'v1', 'v2', 'v3']));
  });

  it('serves several pipelines on one object, each with its own history', async () => {
    const second = pipelineDefinition('mirror', { build: () => Promise.reject(new Error('No room here.')) });
    await test.open([pipelineDefinition('stage'), second]);
    const versionId = await test.publish('one');
    await test.execution(stage, versionId, 'Succeeded');
    await test.execution('app-mirror-pipeline', versionId, 'Failed');
    expect(await test.serves('stage')).toBe('one');
    expect(test.pipelines.status()).toMatchObject([
      { pipeline: stage, environment: { state: 'serving' }, latest: { status: 'Succeeded', versionId } },
      { environment: { state: 'empty' }, latest: { status: 'Failed', versionId } },
    ]);
  });

  it('notices what another store on the same folder writes', async () => {
    await test.open([pipelineDefinition('stage')]);
    const other = await openLocalCloud({ folder: test.folder, announce: false });
    expect(other.store).not.toBe(test.cloud.store);
    test.s3.destroy();
    test.s3 = clientOf(other);
    const versionId = await test.publish('one');
    await test.execution(stage, versionId, 'Succeeded');
    await other.close();
  });

  it('keeps as many executions as it was told, and always what it noticed last', async () => {
    await test.open([pipelineDefinition('stage', { build: () => Promise.reject(new Error('No.')) })], {
      historyLimit: 3,
    });
    const versionId = await test.publish('one');
    await test.execution(stage, versionId, 'Failed');
    for (let count = 0; count < 5; count += 1) {
      await test.client.send(
        new StartPipelineExecutionCommand({
          name: stage,
          sourceRevisions: [
            { actionName: 'Source', revisionType: 'S3_OBJECT_VERSION_ID', revisionValue: `none-${count}` },
          ],
        }),
      );
      await test.execution(stage, `none-${count}`, 'Failed');
    }
    const kept = (await test.executions(stage)).map(
      ({ sourceRevisions }) => sourceRevisions?.[0]?.revisionId,
    );
    expect(kept).toEqual(['none-4', 'none-3', 'none-2', versionId]);
  });

  it('refuses definitions that clash, and a folder that is in use', async () => {
    const store = new ObjectStore(test.folder);
    const options = { store, folder: test.folder, timing: quick };
    const clash = [pipelineDefinition('stage'), pipelineDefinition('stage')];
    await expect(startPipelines({ ...options, definitions: clash })).rejects.toMatchObject({
      message: "The pipeline 'app-stage-pipeline' is defined twice.",
      remedy: expect.any(String) as string,
    });
    const escape = pipelineDefinition('stage');
    escape.deploy.name = '../elsewhere';
    await expect(startPipelines({ ...options, definitions: [escape] })).rejects.toThrow(
      "'../elsewhere' is not a valid name for an environment",
    );

    const running = await startPipelines({ ...options, definitions: [] });
    await expect(startPipelines({ ...options, definitions: [] })).rejects.toThrow(
      `process ${process.pid} already`,
    );
    await running.close();
    await (await startPipelines({ ...options, definitions: [] })).close();
  });
});
