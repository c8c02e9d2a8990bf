import { randomUUID } from 'node:crypto';
import type { MoveOperation } from '@sluice/contract';
import { shortSha } from '../keys';
import type { StoredObject } from '../ports/bucket';

/** What is written beside every archive and tag. Values are plain text here, percent-encoded in the bucket. */
export interface ReleaseMetadata {
  commit: string;
  digest: string;
  /** The Nx project that published it; see `recordedName`. */
  project?: string;
  subject?: string;
  /** Who wrote the commit, as git names them. */
  author?: string;
  /** ISO 8601, UTC. */
  committedAt?: string;
  /** Who wrote the object. */
  actor?: string;
  /** URL of the CI run. */
  run?: string;
  /** The previous commit of the tag. */
  previous?: string;
  reason?: string;
  /** The tag that it was written for: a copy of it elsewhere is by someone else. */
  tag?: string;
  /** What moved the tag. */
  operation?: MoveOperation;
  /** The version that a write of a tag was planned against, or `none`: it tells who was first where two wrote at once. */
  replaces?: string;
  /** ETag, without quotes, of the register that named this commit when its archive was written. */
  register?: string;
  /** The commit that had this content on `latest` when its archive was written, and the ETag of the tag. */
  latestWas?: string;
  /** Random, one per write: it tells one's own success from someone else's after a lost response. */
  deployId: string;
}

/**
 * Longest encoded value, in bytes. Names and values share S3's 2 KB
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html), and these limits keep below it. A reason
 * is never cut: `assertReasonFits` refuses what does not fit.
 */
const longest: Record<string, number> = {
  digest: 64,
  project: 100,
  subject: 200,
  author: 100,
  'committed-at': 30,
  actor: 160,
  run: 290,
  reason: 560,
  'codepipeline-artifact-revision-summary': 150,
};

export function newDeployId(): string {
  return randomUUID();
}

export function encodeMetadata(metadata: ReleaseMetadata): Record<string, string> {
  const values: Record<string, string | undefined> = {
    commit: metadata.commit,
    digest: metadata.digest,
    project: metadata.project,
    subject: metadata.subject,
    author: metadata.author,
    'committed-at': metadata.committedAt,
    actor: metadata.actor,
    run: metadata.run,
    previous: metadata.previous,
    reason: metadata.reason,
    tag: metadata.tag,
    operation: metadata.operation,
    replaces: metadata.replaces,
    register: metadata.register,
    'latest-was': metadata.latestWas,
    'deploy-id': metadata.deployId,
    'codepipeline-artifact-revision-summary': `${shortSha(metadata.commit)} ${metadata.subject ?? ''}`.trim(),
  };
  const encoded: Record<string, string> = {};
  for (const [name, value] of Object.entries(values)) {
    const text = encodeValue(value ?? '', longest[name] ?? 100);
    if (text !== '') encoded[name] = text;
  }
  return encoded;
}

/** A record, so that the compiler finds a missing one: importing the list would load the schemas of all commands. */
const moveOperations: Record<MoveOperation, true> = {
  publish: true,
  promote: true,
  rollback: true,
  unhold: true,
};

function moveOperation(text: string | undefined): MoveOperation | undefined {
  return text !== undefined && Object.hasOwn(moveOperations, text) ? (text as MoveOperation) : undefined;
}

/** Objects that were copied by hand have none, or only a part, of it. */
export function decodeMetadata(object: Pick<StoredObject, 'metadata'>): Partial<ReleaseMetadata> {
  const value = (name: string) => {
    const raw = object.metadata[name];
    return raw === undefined ? undefined : decodeValue(raw);
  };
  const sha = (name: string) => {
    const text = value(name);
    return text !== undefined && /^[0-9a-f]{40}$/.test(text) ? text : undefined;
  };
  return {
    commit: sha('commit'),
    digest: value('digest'),
    project: value('project'),
    subject: value('subject'),
    author: value('author'),
    committedAt: value('committed-at'),
    actor: value('actor'),
    run: value('run'),
    previous: sha('previous'),
    reason: value('reason'),
    tag: value('tag'),
    operation: moveOperation(value('operation')),
    replaces: value('replaces'),
    register: value('register'),
    latestWas: value('latest-was'),
    deployId: value('deploy-id'),
  };
}

/** The end of a value that was cut: `…` */
const cut = '%E2%80%A6';

export function encodeValue(text: string, limit: number): string {
  const characters = encodedCharacters(text);
  const whole = characters.join('');
  if (whole.length <= limit) return whole;
  let encoded = '';
  for (const next of characters) {
    if (encoded.length + next.length > limit - cut.length) break;
    encoded += next;
  }
  return `${encoded.trimEnd()}${cut}`;
}

/** Printable ASCII stays readable; runs of spaces are one, because a signed header cannot tell them apart. */
export function encodedCharacters(text: string): string[] {
  return [...text.replace(/\s+/g, ' ').trim()].map((character) =>
    /^[\x20-\x24\x26-\x7e]$/.test(character)
      ? character
      : encodeURIComponent(/^[\ud800-\udfff]$/.test(character) ? '\ufffd' : character),
  );
}

export function decodeValue(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}
