import { SluiceError } from '../../errors';
import type { Build, BuildTask } from '../../ports/build';

const namedAtMost = 3;

/** The namespace that CI of the main branch writes, and nothing else; see docs/caching.md. */
const tested = 'main';

/**
 * What is published must be what CI of the main branch built, and tested: the output of each task before this one was
 * restored from its cache in this run.
 * @throws SluiceError `not-cached` naming the tasks, and why the output of each is another one.
 */
export function requireRestored({ tasks }: Build): void {
  if (tasks === undefined) {
    throw new SluiceError(
      'not-cached',
      'Nothing tells what this archive was packed from: Nx does not run this publish.',
      'Publish with Nx, in a run of sluice cache.',
    );
  }
  const others = tasks.filter(({ outcome, namespace }) => outcome !== 'restored' || namespace !== tested);
  if (others.length === 0) return;
  const more = others.length - namedAtMost;
  const named = others.slice(0, namedAtMost).map((task) => `${task.task} (${reasonOf(task)})`);
  throw new SluiceError(
    'not-cached',
    `These outputs are not what CI of the main branch built: ${named.join('; ')}${more > 0 ? `; and ${more} more` : ''}.`,
    'Let CI build this commit on the main branch with sluice cache, with the same versions and variables as here, then publish it in a run of sluice cache.',
  );
}

function reasonOf({ hash, outcome, namespace, missed, inCi }: BuildTask): string {
  if (outcome === 'restored') return `restored from the cache ${namespace}`;
  if (hash === '') return 'Nx does not tell its hash';
  if (outcome === 'unknown') return 'the cache was not asked; Nx had an output on this machine';
  switch (missed) {
    case 'absent':
      return `built here: ${absence(hash, inCi)}`;
    case 'mismatch':
      return `built here: the entry ${hash} of the cache is damaged`;
    case 'unavailable':
      return 'built here: the cache did not answer';
    case undefined:
      return 'built here: Nx does not cache it';
  }
}

const inputsNamed = 5;

function absence(hash: string, inCi: BuildTask['inCi']): string {
  if (inCi === undefined) return `the cache has no entry ${hash}, so CI has not run it with these inputs`;
  if (inCi === 'not-run') return 'CI has not run it for this commit';
  if (inCi.length === 0)
    return `CI has run it with the same inputs, but the cache has no entry ${hash} of it any more`;
  const more = inCi.length - inputsNamed;
  const named = inCi.slice(0, inputsNamed).join(', ');
  return `CI has run it with another value of ${named}${more > 0 ? ` and ${more} more inputs` : ''}`;
}
