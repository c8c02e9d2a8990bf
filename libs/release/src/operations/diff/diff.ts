import type { Diff, DiffSide } from '@sluice/contract';
import { didYouMean } from '../../config/closest';
import type { EnvironmentSettings } from '../../config/settings';
import { SluiceError } from '../../errors';
import { compareFiles } from '../promote/compare-files';
import { commitsBetween } from '../promote/plan';
import { resolveSource } from '../../archives/resolve-source';
import type { ReleaseContext } from '../../context';
import { readTag, type Stored } from '../../tags/read-tag';

/**
 * Difference between two environments, tags or commits. No archive is downloaded: the directories at the ends
 * of the zips tell the files.
 * @throws SluiceError `unknown-revision` a name that is nothing; `not-published` or `nothing-on-tag` nothing was published or promoted there.
 */
export async function diff(context: ReleaseContext, from: string, to: string): Promise<Diff> {
  const [a, b] = await Promise.all([findSide(context, from), findSide(context, to)]);
  const [leaves, arrives] = [a.side.commit, b.side.commit];
  const areKnown = leaves !== undefined && arrives !== undefined;
  const ancestry = areKnown ? await context.commits.ancestry(leaves, arrives) : undefined;
  const isSame = a.side.digest !== undefined && a.side.digest === b.side.digest;
  return {
    from: a.side,
    to: b.side,
    ancestry,
    commits:
      areKnown && ancestry !== 'unknown' ? await commitsBetween(context, leaves, arrives, ancestry) : [],
    ...(isSame
      ? { files: { added: [], changed: [], removed: [] } }
      : await compareFiles(context, a.archive, b.archive)),
    isSame,
  };
}

async function findSide(context: ReleaseContext, name: string): Promise<{ side: DiffSide; archive: Stored }> {
  const { environments } = context.settings;
  const environment = environments.find((one) => one.name === name);
  const tag = environment?.tag ?? environments.find((one) => one.tag === name)?.tag;
  if (tag === undefined) {
    const { archive, commit, servedBy } = await resolveSource(context, name).catch((error: unknown) => {
      throw withSuggestion(error, name, environments);
    });
    return { side: sideOf(name, 'commit', archive, commit, servedBy), archive };
  }
  const archive = await readTag(context, tag);
  if (archive === undefined) {
    throw new SluiceError(
      'nothing-on-tag',
      `Nothing has been promoted to "${name}".`,
      'Specify another environment, or a commit.',
    );
  }
  return { side: sideOf(name, environment === undefined ? 'tag' : 'environment', archive), archive };
}

/** What is no commit may be an environment or tag with a typing error. */
function withSuggestion(error: unknown, name: string, environments: EnvironmentSettings[]): unknown {
  if (!(error instanceof SluiceError) || error.code !== 'unknown-revision') return error;
  const known = environments.flatMap((one) => [one.name, one.tag]);
  return new SluiceError('unknown-revision', error.message, `${didYouMean(name, known)}${error.remedy}`, {
    cause: error,
  });
}

function sideOf(
  name: string,
  kind: DiffSide['kind'],
  { metadata }: Stored,
  commit?: string,
  servedBy?: string,
): DiffSide {
  const { digest, subject } = metadata;
  return { name, kind, commit: metadata.commit ?? commit, digest, subject, servedBy };
}
