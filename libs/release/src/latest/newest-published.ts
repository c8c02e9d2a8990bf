import { publishedAmong, type PublishedArchive } from '../archives/published';
import { rejectionOf } from '../archives/rejection';
import type { ReleaseContext } from '../context';
import { readLine } from './line';
import { newestPromotable } from './promotable';
import { candidatesOf, type Newest } from './newest';

/** The newest commit that was published on the line of `latest` and was not rejected. */
export async function newestPublishedCommit(
  context: ReleaseContext,
): Promise<{ newest?: Newest; archive?: PublishedArchive }> {
  const { newest } = await readLine(context);
  if (newest === undefined) return {};
  for await (const archive of publishedAmong(
    context,
    candidatesOf(newest).map(({ commit }) => commit),
  ))
    if ((await rejectionOf(context, archive.sha)) === undefined) return { newest, archive };
  return { newest };
}

/** The commits whose archives `latest` may need: what the register names, and what it would be brought to. */
export async function commitsThatLatestNeeds(context: ReleaseContext): Promise<string[]> {
  const { newest, archive } = await newestPublishedCommit(context);
  if (newest === undefined) return [];
  const { archive: promotable } = await newestPromotable(context, newest, undefined);
  const heads = [newest, ...(newest.siblings ?? [])].map(({ commit }) => commit);
  return [...heads, archive?.sha, promotable?.sha].filter((sha) => sha !== undefined);
}
