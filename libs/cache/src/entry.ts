import type { EntryFacts } from './store';

/** Prefix of all entries in the bucket. No app may have this name, because the archives of an app are below its name. */
export const cachePrefix = 'cache/';

/** Who made an entry. */
export interface Producer {
  /** The commit that was checked out, 40 hexadecimal digits. */
  commit?: string;
  /** URL of the CI run. */
  run?: string;
  /** Who or what started it. */
  actor?: string;
}

/** What is recorded beside the bytes of an entry. */
export interface EntryRecord extends Producer {
  /** Of the bytes, lower-case hex. */
  sha256: string;
  /** The hash of the task that it was written under. */
  hash: string;
  /** From when the entry was missed to when it was stored: the time that the task took, or longer. */
  seconds?: number;
}

/** Hashes of Nx are digits today; Nx says that the format may change. */
const hashPattern = /^[A-Za-z0-9_-]{1,128}$/;

/** `main`, or `pr/` and what tells a pull request from all others. */
const namespacePattern = /^(?:main|pr\/[A-Za-z0-9:._@=+,-]{1,200})$/;

export function isTaskHash(text: string): boolean {
  return hashPattern.test(text);
}

/** Whether it is no task's outputs, but what else is kept of a commit, which no summary counts. */
export function isDescription(hash: string): boolean {
  return hash.startsWith('inputs-') || hash.startsWith(workspaceDataPrefix);
}

const workspaceDataPrefix = 'workspace-data-';

/** The name of what Nx has found out about the files of a commit. */
export function workspaceDataName(commit: string): string {
  return `${workspaceDataPrefix}${commit}`;
}

export function isNamespace(text: string): boolean {
  return namespacePattern.test(text);
}

/** `cache/main/<hash>`, `cache/pr/<number>/<hash>` */
export function entryKey(namespace: string, hash: string): string {
  return `${cachePrefix}${namespace}/${hash}`;
}

/** S3 takes 2 KB of metadata in all. */
const longestValue = 500;

/** User metadata of S3: ASCII, so values are percent-encoded. */
export function encodeRecord(record: EntryRecord): Record<string, string> {
  const { seconds, ...texts } = record;
  const fields = Object.entries({ ...texts, ...(seconds === undefined ? {} : { seconds: String(seconds) }) });
  return Object.fromEntries(
    fields
      .filter((field): field is [string, string] => field[1] !== undefined && field[1] !== '')
      .map(([name, value]) => [name, encoded(value)]),
  );
}

/** @returns nothing for an object that was not written as an entry. */
export function decodeRecord({ metadata }: Pick<EntryFacts, 'metadata'>): EntryRecord | undefined {
  const { sha256, hash, commit, run, actor, seconds } = metadata;
  if (sha256 === undefined || hash === undefined || !/^[0-9a-f]{64}$/.test(sha256)) return undefined;
  const took = Number(seconds);
  return {
    sha256,
    hash: decoded(hash),
    ...(commit === undefined ? {} : { commit: decoded(commit) }),
    ...(run === undefined ? {} : { run: decoded(run) }),
    ...(actor === undefined ? {} : { actor: decoded(actor) }),
    ...(seconds === undefined || !Number.isFinite(took) || took < 0 ? {} : { seconds: took }),
  };
}

/** Cut at a whole character where it is too long. */
function encoded(text: string): string {
  let result = '';
  for (const character of text) {
    const next = encodeURIComponent(/^[\ud800-\udfff]$/.test(character) ? '\ufffd' : character);
    if (result.length + next.length > longestValue) break;
    result += next;
  }
  return result;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
