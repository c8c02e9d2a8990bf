import { commitOfProvenanceKey, provenanceKey, provenancePrefix } from '../../keys';
import { publishedAmong } from '../../archives/published';
import type { PruneContext } from './context';

/** S3 deletes so many with one request. */
const atOnce = 1000;

/**
 * Hides the provenance of archives that are gone, also of those that someone else deleted, or a process that was ended.
 * An archive is written before its provenance, so one without an archive is no longer needed.
 * @param present the archives that the plan saw.
 * @param deleted those of them that were deleted since.
 */
export async function pruneProvenance(
  context: PruneContext,
  present: ReadonlySet<string>,
  deleted: readonly string[],
): Promise<void> {
  const { bucket, prefix } = context;
  const attested: string[] = [];
  for await (const { key } of bucket.list(provenancePrefix(prefix), '/'))
    attested.push(commitOfProvenanceKey(prefix, key) ?? '');
  const gone = new Set(deleted);
  const unknown = attested.filter((commit) => commit !== '' && !present.has(commit));
  // Published since the plan was made.
  const came = new Set<string>();
  for await (const { sha } of publishedAmong(context, unknown)) came.add(sha);
  const orphans = [
    ...attested.filter((commit) => gone.has(commit)),
    ...unknown.filter((commit) => !came.has(commit)),
  ];
  for (let start = 0; start < orphans.length; start += atOnce) {
    const keys = orphans.slice(start, start + atOnce).map((commit) => provenanceKey(prefix, commit));
    const [first] = await bucket.removeAll(keys);
    if (first !== undefined)
      context.report({ kind: 'warning', message: `${first.key} could not be deleted: ${first.why}` });
  }
}
