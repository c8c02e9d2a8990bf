import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ProcessIdentity } from '../environments/processes/process-identity';
import { isAlive } from '../environments/processes/process-identity';
import { eventually } from '../environments/testing/eventually';
import type { RunningScript } from '../environments/testing/run-script';
import { runScript } from '../environments/testing/run-script';
import { serverScripts } from '../environments/testing/servers';
import { PipelineCloud, pipelineDefinition } from './testing/pipeline-cloud';

// Node starts slowly on a busy machine.
jest.setTimeout(60_000);

const stage = 'app-stage-pipeline';
let test: PipelineCloud;
let killed: RunningScript | undefined;

beforeEach(() => {
  test = new PipelineCloud();
});

afterEach(async () => {
  await killed?.kill();
  await test.remove();
});

describe('pipelines that are opened again', () => {
  it('take up what was in progress when the process was killed, and leave no server behind', async () => {
    killed = runScript(join(__dirname, 'testing', 'run-pipelines.ts'), [test.folder]);
    const told = await eventually(() => killed?.messages[0], 'a deployment in the process to be killed');
    const { one, two, servers } = told as { one: string; two: string; servers: ProcessIdentity[] };
    expect(servers.filter(isAlive)).toHaveLength(2);
    await killed.kill();
    await eventually(() => !servers.some(isAlive), 'the end of the servers');

    await test.open([pipelineDefinition('stage')]);
    await test.pipelines.restored();
    expect(['one', 'two']).toContain(await test.serves('stage'));

    const resumed = await test.execution(stage, two, 'Succeeded');
    expect(await test.serves('stage')).toBe('two');
    const history = await test.executions(stage);
    expect(history.map(({ sourceRevisions, status }) => [sourceRevisions?.[0]?.revisionId, status])).toEqual([
      [two, 'Succeeded'],
      [one, 'Succeeded'],
    ]);
    const runs = await test.actions(stage, resumed.pipelineExecutionId);
    expect(runs.map(({ stageName, status }) => `${stageName} ${status}`)).toEqual([
      'Deploy Succeeded',
      'Build Succeeded',
      'Build Abandoned',
      'Source Succeeded',
    ]);
  });

  it('serve what they served last, and deploy the newest version that came in the meantime, once', async () => {
    await test.open([pipelineDefinition('stage')]);
    await test.execution(stage, await test.publish('one'), 'Succeeded');
    await test.close();

    await test.open([]);
    const meanwhile = [await test.publish('two'), await test.publish('three')];
    await test.close();

    await test.open([pipelineDefinition('stage')]);
    await test.execution(stage, meanwhile[1]!, 'Succeeded');
    expect(await test.serves('stage')).toBe('three');
    expect(await test.executions(stage)).toHaveLength(2);
    await test.close();

    await test.open([pipelineDefinition('stage')]);
    await test.pipelines.restored();
    expect(await test.serves('stage')).toBe('three');
    expect(await test.executions(stage)).toHaveLength(2);
  });

  it('do not try a version again that has failed, and keep the one before', async () => {
    await test.open([pipelineDefinition('stage')]);
    await test.execution(stage, await test.publish('one'), 'Succeeded');
    await test.execution(stage, await test.publish('two', serverScripts.failing), 'Failed');
    await test.close();

    await test.open([pipelineDefinition('stage')]);
    await test.pipelines.restored();
    expect(await test.serves('stage')).toBe('one');
    expect(await test.executions(stage)).toHaveLength(2);
  });

  it('resume a closed deployment', async () => {
    await test.open([pipelineDefinition('stage')]);
    const versionId = await test.publish('one', serverScripts.silent);
    await eventually(async () => (await test.executions(stage))[0] && test.pipelines.status()[0]?.latest);
    await eventually(async () => {
      const [execution] = await test.executions(stage);
      return (await test.actions(stage, execution!.pipelineExecutionId!)).length === 3;
    });
    await test.close();

    const { deploy } = pipelineDefinition('stage');
    const patient = { ...deploy, healthPath: '/', expect: undefined };
    await test.open([pipelineDefinition('stage', { deploy: { ...patient, command: healthyServer } })]);
    await test.execution(stage, versionId, 'Succeeded');
    expect(await test.serves('stage')).toBe('mended');
  });

  it.each([
    ['whose files were removed', ['pipelines', stage, 'artifacts']],
    ['that the environment has forgotten', ['environments', 'stage']],
  ])('build a version again %s', async (_, removed) => {
    await test.open([pipelineDefinition('stage')]);
    await test.execution(stage, await test.publish('one'), 'Succeeded');
    await test.close();
    rmSync(join(test.folder, 'pipelines', ...removed), { recursive: true });

    await test.open([pipelineDefinition('stage')]);
    await eventually(() => test.pipelines.status()[0]?.environment.state === 'serving');
    expect(await test.serves('stage')).toBe('one');
  });

  it('keep no files but those of the version that runs', async () => {
    await test.open([pipelineDefinition('stage')]);
    await test.execution(stage, await test.publish('one'), 'Succeeded');
    const { pipelineExecutionId } = await test.execution(stage, await test.publish('two'), 'Succeeded');
    await test.execution(stage, await test.publish('three', serverScripts.failing), 'Failed');
    const artifacts = join(test.folder, 'pipelines', 'pipelines', stage, 'artifacts');
    await eventually(() => readdirSync(artifacts).length === 1);
    expect(readdirSync(artifacts)).toEqual([pipelineExecutionId]);
  });
});

function healthyServer() {
  const answer =
    "http.createServer((_, response) => response.end('mended')).listen(process.env.PORT, '127.0.0.1')";
  return { file: process.execPath, args: ['-e', answer], env: {} };
}
