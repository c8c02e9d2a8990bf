import type { History } from '@sluice/contract';
import { shortSha, SluiceError } from '@sluice/release';
import { exitCodes, openLocalApp, readSettings, type ToolLog } from 'nx-sluice';
import { runSluice } from './run-sluice';
import { SampleWorkspace } from './sample-workspace';
import type { Expected, Outcome, Steps } from './steps';

/** Shows how a bad version is rolled back and a good one follows, on a small app with a history of its own. */
export async function showBadVersion(steps: Steps, log: ToolLog): Promise<void> {
  const workspace = new SampleWorkspace();
  try {
    const env = { SLUICE_LOCAL_CLOUD: workspace.cloud };
    const settings = await readSettings(workspace.root, env, {});
    const app = await openLocalApp({
      apps: [settings],
      folder: workspace.cloud,
      port: 0,
      publicPort: () => 0,
    });
    try {
      await new BadVersion(steps, log, workspace).run();
    } finally {
      await app.close();
    }
  } finally {
    workspace.dispose();
  }
}

class BadVersion {
  constructor(
    private readonly steps: Steps,
    private readonly log: ToolLog,
    private readonly workspace: SampleWorkspace,
  ) {}

  async run(): Promise<void> {
    const { steps, workspace } = this;
    steps.step('Another app: publish version A and watch it deploy to stage');
    const first = workspace.commitServer('A greets');
    await this.publish('the first version', { show: 2 }, '--watch');

    steps.step('Publish version B, which fails in stage; A keeps running');
    const bad = workspace.commitBrokenServer('B cannot find its database');
    await this.publish('faster queries', { codes: [exitCodes.pipelineFailed], show: 3 }, '--watch');

    steps.step('Roll stage back to the last successful version and put it on hold');
    await this.show(['rollback', 'stage', '--reason=no database', '--watch'], { show: 2 });

    steps.step('Publish version C: latest is on hold and does not move');
    const good = workspace.commitServer('C greets from a database');
    await this.publish('the database is found', { show: 1 });

    steps.step('Remove the hold: latest moves on to C');
    await this.show(['unhold', 'stage', '--reason=C is fixed', '--watch'], { show: 2 });

    steps.step('Show the history');
    await this.show(['history', 'stage'], { show: 12 });
    await this.requireHistory([good, first, bad, first]);
  }

  private async publish(reason: string, expected: Expected, ...more: string[]): Promise<void> {
    const args = ['publish', `--reason=${reason}`, ...more];
    const command = `npx sluice package && ${typed(args)}`;
    await this.steps.run(
      command,
      async () => {
        const packed = await this.sluice(['package']);
        return packed.code === exitCodes.done ? this.sluice(args) : packed;
      },
      expected,
    );
  }

  private async show(args: string[], expected: Expected): Promise<void> {
    await this.steps.run(typed(args), () => this.sluice(args), expected);
  }

  private async sluice(args: string[]): Promise<Outcome & { stdout: string }> {
    this.log.write(`\n$ ${typed(args)}\n`);
    const env = { SLUICE_LOCAL_CLOUD: this.workspace.cloud };
    const { code, stdout, stderr } = await runSluice(args, { cwd: this.workspace.root, env });
    this.log.write(`${stdout}${stderr}`);
    const shown = code === exitCodes.done ? stdout : stderr;
    return { code, stdout, lines: shown.trimEnd().split('\n') };
  }

  /** Newest first. */
  private async requireHistory(commits: string[]): Promise<void> {
    const { stdout } = await this.sluice(['history', 'stage', '--json']);
    const { entries } = JSON.parse(stdout) as History;
    const isWhole = entries.every(({ actor, reason }) => actor !== undefined && reason !== undefined);
    const found = entries.map(({ commit = '' }) => commit);
    if (isWhole && found.join() === commits.join()) return;
    throw new SluiceError(
      'failed',
      `The history of stage has ${found.map(shortSha).join(', ')}, but not each with an actor and a reason.`,
      'Report this as a bug of Sluice.',
    );
  }
}

/** As a person types it. */
function typed(args: string[]): string {
  return ['npx sluice', ...args.map((word) => word.replace(/=(.* .*)$/, '="$1"'))].join(' ');
}
