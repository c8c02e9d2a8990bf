import { latestTag } from '../keys';
import type { ReleaseContext } from '../context';
import { readTag, type Stored } from '../tags/read-tag';
import { publishedAmong } from './published';

/** A revert has the content of one of the nearest; not to find it costs an upload, nothing else. */
const ancestorsToAsk = 14;

/**
 * An object in the bucket that holds this very content, so that it need not be uploaded again: a tag, or the archive of
 * one of the nearest ancestors.
 * @param ancestors nearest first.
 */
export async function findArchiveByDigest(
  context: ReleaseContext,
  ancestors: readonly string[],
  digest: string,
): Promise<Stored | undefined> {
  const tags = new Set([latestTag, ...context.settings.environments.map(({ tag }) => tag)]);
  const onTags = await Promise.all([...tags].map((tag) => readTag(context, tag)));
  const onTag = onTags.find((stored) => stored?.metadata.digest === digest);
  if (onTag !== undefined) return onTag;
  for await (const archive of publishedAmong(context, ancestors.slice(0, ancestorsToAsk)))
    if (archive.metadata.digest === digest) return archive;
  return undefined;
}
