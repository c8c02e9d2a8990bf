import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from '../disk/lock';
import { readJsonFile, writeJsonFile } from '../environments/files/json-file';
import type { ProcessIdentity } from '../environments/processes/process-identity';
import { identify, isAlive } from '../environments/processes/process-identity';
import { LocalCloudError } from '../local-cloud-error';

const fileIn = (folder: string) => join(folder, 'owner.json');

/**
 * Says at once what {@link takeFolder} would say after much else was done.
 * @throws LocalCloudError when a living process owns the folder.
 */
export function assertFolderIsFree(folder: string): void {
  const owner = readJsonFile(fileIn(folder)) as ProcessIdentity | undefined;
  if (owner === undefined || !isAlive(owner)) return;
  throw new LocalCloudError(
    `The pipelines in ${folder} are run by process ${owner.pid} already.`,
    'Use that process, or stop it first.',
  );
}

/**
 * Takes the folder for this process until the returned function is called or the process ends. Two owners would each
 * take the other's servers for leftovers.
 * @throws LocalCloudError when a living process owns it.
 */
export async function takeFolder(folder: string): Promise<() => void> {
  mkdirSync(folder, { recursive: true });
  const file = fileIn(folder);
  return withLock(join(folder, 'owner.lock'), async () => {
    assertFolderIsFree(folder);
    writeJsonFile(file, identify(process.pid));
    return () => rmSync(file, { force: true });
  });
}
