import {
  CodePipelineClient,
  DisableStageTransitionCommand,
  EnableStageTransitionCommand,
} from '@aws-sdk/client-codepipeline';
import { resolveSettings } from '@sluice/release';
import {
  AnsweringSluice,
  environmentOf,
  openLocalApp,
  SampleWorkspace,
  type Ended,
  type LocalApp,
} from '@sluice/dev';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseOutput } from 'nx-sluice';

/** A workspace, and the local cloud with a pipeline and a server for each of its environments. */
export class StoryApp {
  readonly workspace = new SampleWorkspace();
  private readonly answering = new AnsweringSluice();
  private app?: LocalApp;

  async open(): Promise<void> {
    const file: unknown = JSON.parse(readFileSync(join(this.workspace.root, 'sluice.json'), 'utf8'));
    this.app = await openLocalApp({
      apps: [resolveSettings({ file, env: {} })],
      folder: this.workspace.cloud,
      port: 0,
      publicPort: () => 0,
    });
  }

  async close(): Promise<void> {
    await this.answering.close();
    await this.app?.close();
    this.workspace.dispose();
  }

  sluice(...args: string[]): Promise<Ended> {
    const { cloud, root: cwd } = this.workspace;
    return this.answering.run(args, { cwd, env: environmentOf(cwd, { SLUICE_LOCAL_CLOUD: cloud }) });
  }

  /** What a command prints with `--json`, held to its published schema; it has to end with `code`. */
  async json<T>(args: string[], code = 0): Promise<T> {
    const ended = await this.sluice(...args, '--json');
    if (ended.code !== code) throw new Error(`${args.join(' ')} ended with ${ended.code}:\n${ended.stderr}`);
    return parseOutput<T>(args[0] ?? '', ended.stdout);
  }

  /** Lets executions into the Deploy stage of an environment, or has them wait before it. */
  async setTransition(environment: string, isOpen: boolean): Promise<void> {
    if (this.app === undefined) throw new Error('The app is not open.');
    const { endpoint, region, accessKeyId, secretAccessKey } = this.app.access;
    const client = new CodePipelineClient({
      endpoint,
      region,
      credentials: { accessKeyId, secretAccessKey },
    });
    const door = {
      pipelineName: `story-${environment}-pipeline`,
      stageName: 'Deploy',
      transitionType: 'Inbound',
    } as const;
    await (isOpen
      ? client.send(new EnableStageTransitionCommand(door))
      : client.send(new DisableStageTransitionCommand({ ...door, reason: 'closed by a test' })));
    client.destroy();
  }

  /** The commit that an environment itself says it runs. */
  async served(environment: string): Promise<string | undefined> {
    const answer = await fetch(`${this.app?.pipelines.urls[environment]}/healthz`);
    return ((await answer.json()) as { commit?: string }).commit;
  }
}
