import { isNamespace, type Access } from '@sluice/cache';
import { SluiceError, type Settings } from '@sluice/release';
import type { CiRun } from '../composition/ci/ci-run';

interface Build {
  settings: Pick<Settings, 'bucket' | 'publishBranches'>;
  /** The run of CI that this is; absent outside of CI. */
  run: CiRun | undefined;
  /** Named by the option or the variable. */
  namespace?: string;
  readOnly?: boolean;
}

const main: Access = { reads: ['main'] };

/**
 * Whose entries a build takes, and where it stores its own. This is what is tried: on AWS, IAM decides what is done.
 * @throws SluiceError `usage` for a namespace that there cannot be.
 */
export function cacheAccess({ settings, run, namespace, readOnly = false }: Build): Access {
  if (readOnly) return main;
  const own = namespace ?? ownNamespace(settings, run);
  if (own === undefined) return main;
  if (!isNamespace(own))
    throw new SluiceError(
      'usage',
      `"${own}" is not a namespace of the cache.`,
      'Use main, or pr/ and the number of a pull request.',
    );
  return { reads: own === 'main' ? ['main'] : [own, 'main'], writes: own };
}

function ownNamespace(
  { bucket, publishBranches }: Build['settings'],
  run: CiRun | undefined,
): string | undefined {
  if (run === undefined) return bucket === undefined ? 'main' : undefined;
  if (run.pullRequest !== undefined) return `pr/${run.pullRequest}`;
  const isMain = run.checkedOut?.branch === (publishBranches?.preferred ?? 'main');
  return isMain ? 'main' : undefined;
}
