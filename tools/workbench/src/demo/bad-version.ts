import { exitCodes, FailedError, shortSha, type History } from '@sluice/release';
import { readSettings } from 'nx-sluice';
import { openLocalApp } from '../local-app/local-app';
import type { Narrator } from './narrator';
import { runSluice } from './run-sluice';
import { SampleWorkspace } from './sample-workspace';

/** Tells how a bad version is taken back and a good one follows, on a small app with a history of its own. */
export async function tellOfABadVersion(narrator: Narrator): Promise<void> {
  const workspace = new SampleWorkspace();
  try {
    const env = { SLUICE_LOCAL_CLOUD: workspace.cloud };
    const settings = await readSettings(workspace.root, env, {});
    const app = await openLocalApp({ settings, folder: workspace.cloud, port: 0, publicPort: () => 0 });
    try {
      await new BadVersion(narrator, workspace).chaptersInOrder();
    } finally {
      await app.close();
    }
  } finally {
    workspace.dispose();
  }
}

class BadVersion {
  constructor(
    private readonly narrator: Narrator,
    private readonly workspace: SampleWorkspace,
  ) {}

  async chaptersInOrder(): Promise<void> {
    const { narrator, workspace } = this;
    narrator.chapter('Another app: its version A comes up in stage');
    const first = workspace.commitServer('A greets');
    await this.publish('the first version', exitCodes.done, '--watch');

    narrator.chapter('Version B fails in stage; A goes on serving');
    const bad = workspace.commitBrokenServer('B cannot find its database');
    await this.publish('faster queries', exitCodes.pipelineFailed, '--watch');
    await this.sluice(['status']);

    narrator.chapter('Roll stage back to what ran well, and hold it there');
    await this.sluice(['rollback', 'stage', '--reason=no database', '--watch']);

    narrator.chapter('CI publishes version C meanwhile: latest is held, and stays');
    const good = workspace.commitServer('C greets from a database');
    await this.publish('the database is found', exitCodes.done);

    narrator.chapter('Release the hold: latest moves on to C');
    await this.sluice(['release', 'stage', '--reason=C is mended', '--watch']);

    narrator.chapter('Every step is in the history, with who and why');
    await this.sluice(['history', 'stage']);
    await this.requireHistory([good, first, bad, first]);
  }

  private async publish(reason: string, expected: number, ...more: string[]): Promise<void> {
    await this.sluice(['package']);
    await this.sluice(['publish', `--reason=${reason}`, ...more], expected);
  }

  private async sluice(words: string[], expected: number = exitCodes.done, isShown = true): Promise<string> {
    const typed = words.map((word) => word.replace(/=(.* .*)$/, '="$1"')).join(' ');
    if (isShown) this.narrator.say(`$ npx sluice ${typed}`);
    const env = { SLUICE_LOCAL_CLOUD: this.workspace.cloud };
    const { code, stdout } = await runSluice(words, { cwd: this.workspace.root, env, isShown });
    if (code !== expected) {
      throw new FailedError(
        `"sluice ${typed}" ended with exit code ${code}, and the story expects ${expected}.`,
        'Read what it says above.',
      );
    }
    if (isShown && code !== exitCodes.done) this.narrator.say(`(exit code ${code})`);
    return stdout;
  }

  /** Newest first. */
  private async requireHistory(commits: string[]): Promise<void> {
    const printed = await this.sluice(['history', 'stage', '--json'], exitCodes.done, false);
    const { entries } = JSON.parse(printed) as History;
    const isWhole = entries.every(({ actor, reason }) => actor !== undefined && reason !== undefined);
    const found = entries.map(({ commit = '' }) => commit);
    if (isWhole && found.join() === commits.join()) return;
    throw new FailedError(
      `The history of stage names ${found.map(shortSha).join(', ')}, and not each with who and why.`,
      'Report this as a bug of Sluice.',
    );
  }
}
