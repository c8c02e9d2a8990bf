import { createHash, randomUUID } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';

/** Two machines, or containers, that share a folder cannot ask for each other's processes. */
const thisMachine = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);

/** Without a write for so long, whoever wrote it is given up. Milliseconds. */
const longestPause = 24 * 60 * 60 * 1000;

/** A new name beside `output`, which says who writes there. */
export function temporaryBeside(output: string): string {
  return join(
    dirname(output),
    `${prefixOfTemporaries(output)}${thisMachine}-${process.pid}.${randomUUID()}.tmp`,
  );
}

/**
 * Removes what killed processes left of earlier tries at `output`. What a living process of this machine writes stays,
 * and what another machine may still be writing.
 */
export async function sweepTemporaries(output: string): Promise<void> {
  const folder = dirname(output);
  for (const name of await readdir(folder).catch(() => [])) {
    if (!name.startsWith(prefixOfTemporaries(output)) || !name.endsWith('.tmp')) continue;
    const path = join(folder, name);
    // Another run may sweep at the same time, and whoever may not delete it can pack anyway.
    if (await isAbandoned(path, name.slice(prefixOfTemporaries(output).length)))
      await rm(path).catch(() => undefined);
  }
}

/** What the names of temporary files beside `output` begin with. */
export function prefixOfTemporaries(output: string): string {
  return `.${basename(output)}.`;
}

async function isAbandoned(path: string, rest: string): Promise<boolean> {
  const [, machine, pid] = /^([0-9a-f]{8})-(\d+)\.[0-9a-f-]{36}\.tmp$/.exec(rest) ?? [];
  if (machine === thisMachine) return !isAlive(Number(pid));
  const isOurs = machine !== undefined || /^[0-9a-f-]{36}\.tmp$/.test(rest);
  const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }));
  return isOurs && Date.now() - mtimeMs > longestPause;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there, and another user's.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
