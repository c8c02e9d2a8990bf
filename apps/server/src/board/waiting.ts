import type { EnvironmentStatus, Status, Waiting } from '@sluice/contract';
import { chooseTarget, commitsMissing, readGatesAhead, type ReleaseContext } from '@sluice/release';
import { releasesBetween } from './releases-between';

/** Names that a page has room for. */
const mostAuthors = 10;

/**
 * What waits to be promoted to an environment, and the gates that would refuse it now. Nothing where it would bring
 * nothing new.
 *
 * @param source where its releases come from; absent: they are the newest published ones
 * @param uploads commits that were published, the newest upload first
 */
export async function waitingFor(
  context: ReleaseContext,
  environment: EnvironmentStatus,
  source: EnvironmentStatus | undefined,
  newest: Status['newest'],
  uploads: readonly string[],
): Promise<Waiting | undefined> {
  const { name, current, unreadable } = environment;
  const commit = source === undefined ? newest?.commit : liveIn(source);
  if (commit === undefined || commit === current?.commit || unreadable !== undefined) return undefined;
  const ahead = await readGatesAhead(context, chooseTarget(context.settings, { env: name }), commit);
  if (ahead === undefined) return undefined;
  const { digest, subject, gateResults } = ahead;
  const waiting = { commit, subject, authors: [], gateResults: gateResults.filter(({ ok }) => !ok) };
  if (current?.commit === undefined) return waiting;
  if (digest !== undefined && digest === current.digest) return undefined;
  const here = { commit: current.commit, digest: current.digest };
  const commits = await commitsMissing(context, here, { commit, digest });
  const releases = releasesBetween(uploads, current.commit, commit);
  // It is level with what it would take, or ahead of it.
  if ((commits?.length ?? releases) === 0) return undefined;
  const authors = [...new Set(commits?.map(({ author }) => author).filter((author) => author !== ''))];
  return { ...waiting, commits: commits?.length, releases, authors: authors.slice(0, mostAuthors) };
}

/** What was deployed successfully there; where no pipeline tells, what was promoted is all that is known. */
function liveIn({ current, live, run }: EnvironmentStatus): string | undefined {
  return live || run ? live?.commit : current?.commit;
}
