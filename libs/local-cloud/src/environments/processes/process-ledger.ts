import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { readJsonFile, writeJsonFile } from '../files/json-file';
import type { ProcessIdentity } from './process-identity';
import { identify, isAlive } from './process-identity';
import { signalGroup } from './process-group';

const pollMs = 20;

/**
 * Which processes were started, in a folder: one file for each process group, named by its leader. Whoever opens the
 * folder after a crash ends what is left of them.
 */
export class ProcessLedger {
  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true });
  }

  record(leader: number, member: number): void {
    const identity = identify(member);
    if (!identity) return;
    const members = this.members(leader).filter(({ pid }) => pid !== member);
    writeJsonFile(this.file(leader), [...members, identity]);
  }

  forget(leader: number): void {
    rmSync(this.file(leader), { force: true });
  }

  /** Ends every recorded process that still lives: asks, waits for `graceMs` milliseconds, then kills. */
  async reap(graceMs: number): Promise<void> {
    const leaders = readdirSync(this.folder).flatMap((name) => /^(\d+)\.json$/.exec(name)?.[1] ?? []);
    await Promise.all(leaders.map((leader) => this.end(Number(leader), graceMs)));
  }

  private async end(leader: number, graceMs: number): Promise<void> {
    const members = this.members(leader);
    // As long as one member lives, the system gives the group's number to nobody else.
    const anyAlive = () => members.some(isAlive);
    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      if (!anyAlive()) break;
      signalGroup(leader, signal);
      for (let waited = 0; waited < graceMs && anyAlive(); waited += pollMs) await delay(pollMs);
    }
    this.forget(leader);
  }

  private members(leader: number): ProcessIdentity[] {
    return (readJsonFile(this.file(leader)) as ProcessIdentity[] | undefined) ?? [];
  }

  private file(leader: number): string {
    return join(this.folder, `${leader}.json`);
  }
}
