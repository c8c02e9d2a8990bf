import { listArchives, publishedAmong, type PublishedArchive } from './published';
import { didYouMean } from '../config/closest';
import { SluiceError } from '../errors';
import { commitOfKey, shortSha } from '../keys';
import type { ReleaseContext } from '../context';
import { readArchive, type Stored } from '../tags/read-tag';

/** The archive that a reference stands for. */
export interface Source {
  /** What was asked for, as a full sha. */
  commit: string;
  archive: Stored;
  /** Set if the archive of an ancestor is used, because no commit between them affects the app. */
  servedBy?: string;
}

const suggestions = 3;

/** Among so many ancestors one is looked for that can stand in. */
const ancestorsToAsk = 200;

/** @throws SluiceError `unknown-revision` the reference names no commit; `not-published` that commit has no archive. */
export async function resolveSource(context: ReleaseContext, ref: string): Promise<Source> {
  const commit = await resolveCommit(context, ref);
  const archive = await readArchive(context, commit);
  if (archive !== undefined) return { commit, archive };

  const standIn = await nearestAncestor(context, commit);
  if (standIn !== undefined) return { commit, archive: standIn, servedBy: standIn.sha };
  throw await notPublished(context, commit);
}

/** Nothing where something between the two affects the app. */
async function nearestAncestor(
  context: ReleaseContext,
  commit: string,
): Promise<PublishedArchive | undefined> {
  for await (const archive of publishedAmong(
    context,
    await context.commits.ancestors(commit, ancestorsToAsk),
  )) {
    return (await isUnchanged(context, archive.sha, commit)) ? archive : undefined;
  }
  return undefined;
}

/** Where nobody can tell, nothing stands in: the commit counts as not published, and why is said. */
async function isUnchanged(context: ReleaseContext, since: string, commit: string): Promise<boolean> {
  try {
    return !(await context.changes.affects(context.project, since, commit));
  } catch (error) {
    if (!(error instanceof SluiceError) || error.code !== 'changes-unknown') throw error;
    context.report({ kind: 'warning', message: error.message });
    return false;
  }
}

async function resolveCommit(context: ReleaseContext, ref: string): Promise<string> {
  const known = await context.commits.resolve(ref);
  if (known !== undefined) return known;
  if (/^[0-9a-f]{40}$/.test(ref)) return ref;
  if (/^[0-9a-f]{7,39}$/.test(ref)) {
    const matches: string[] = [];
    for await (const { key } of context.bucket.list(`${context.prefix}${ref}`, '/')) {
      const sha = commitOfKey(context.prefix, key);
      if (sha !== undefined) matches.push(sha);
    }
    if (matches.length === 1 && matches[0] !== undefined) return matches[0];
  }
  const names = (await context.commits.names?.()) ?? [];
  throw new SluiceError(
    'unknown-revision',
    `Unknown revision "${ref}".`,
    `${didYouMean(ref, ['HEAD', ...names])}Use a sha (at least 7 hex digits), a branch or HEAD; \`git log --oneline\` lists them.`,
  );
}

async function notPublished(context: ReleaseContext, commit: string): Promise<SluiceError> {
  const published = (await listArchives(context)).map((one) => one.commit);
  const isPublished = new Set(published);
  const ancestors = (await context.commits.ancestors(commit, ancestorsToAsk)).filter((sha) =>
    isPublished.has(sha),
  );
  const near = (ancestors.length > 0 ? ancestors : published).slice(0, suggestions);
  const lines = await Promise.all(
    near.map(async (sha) => {
      const subject = (await context.commits.describe(sha))?.subject;
      return `${shortSha(sha)}${subject === undefined ? '' : ` (${subject})`}`;
    }),
  );
  return new SluiceError(
    'not-published',
    `${shortSha(commit)} was not published: it has no archive.`,
    lines.length === 0
      ? 'No archives published yet. Publish it first.'
      : `Publish it first, or promote one of the nearest published commits: ${lines.join(', ')}.`,
  );
}
