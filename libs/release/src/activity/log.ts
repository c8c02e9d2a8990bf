import pMap from 'p-map';
import { randomUUID } from 'node:crypto';
import type { Bucket, ObjectVersion } from '../ports/bucket';
import type { ReleaseContext } from '../context';

/** What one version of a log says: something that was done, or asked for, and that moved no tag. */
export interface LogRecord {
  kind: 'redeploy' | 'reject' | 'undo-reject';
  actor?: string;
  reason?: string;
  /** URL of the CI run. */
  run?: string;
  commit?: string;
  /** Of the tag. */
  versionId?: string;
  environments?: string[];
  /** Random, one per record: a write that was repeated after a lost response is one record. */
  id: string;
}

export interface Logged {
  version: ObjectVersion;
  record: LogRecord;
}

const requestsAtOnce = 8;
const readAtMost = 16 * 1024;
const kinds: LogRecord['kind'][] = ['redeploy', 'reject', 'undo-reject'];

/** Each record is a version of its own, so that who appends reads nothing and covers nobody. */
export async function appendTo(
  { bucket, actor, run }: Pick<ReleaseContext, 'bucket' | 'actor' | 'run'>,
  key: string,
  record: Omit<LogRecord, 'id' | 'actor' | 'run'>,
): Promise<void> {
  await bucket.putText(key, `${JSON.stringify({ ...record, actor, run, id: randomUUID() }, null, 2)}\n`);
}

/** The records of these versions of a log; what someone else wrote there is none. */
export async function recordsOf(bucket: Bucket, versions: readonly ObjectVersion[]): Promise<Logged[]> {
  const kept = versions.filter(({ isDeleteMarker }) => !isDeleteMarker);
  const read = await pMap(
    kept,
    async (version) => ({
      version,
      record: await recordOf(bucket, version),
    }),
    { concurrency: requestsAtOnce },
  );
  const seen = new Set<string>();
  return read.flatMap(({ version, record }) => {
    if (record === undefined || seen.has(record.id)) return [];
    seen.add(record.id);
    return [{ version, record }];
  });
}

async function recordOf(bucket: Bucket, version: ObjectVersion): Promise<LogRecord | undefined> {
  const { key, versionId, size } = version;
  if (size > readAtMost) return undefined;
  const bytes = await bucket.read(key, versionId, 0, size);
  try {
    return parsed(JSON.parse(Buffer.from(bytes).toString('utf8')));
  } catch {
    return undefined;
  }
}

function parsed(value: unknown): LogRecord | undefined {
  const told = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  const kind = kinds.find((one) => one === told.kind);
  if (kind === undefined) return undefined;
  const text = (name: string) => (typeof told[name] === 'string' ? told[name] : undefined);
  const commit = text('commit');
  const { environments } = told;
  return {
    kind,
    actor: text('actor'),
    reason: text('reason'),
    run: text('run'),
    commit: commit !== undefined && /^[0-9a-f]{40}$/.test(commit) ? commit : undefined,
    versionId: text('versionId'),
    environments: Array.isArray(environments)
      ? environments.filter((one) => typeof one === 'string')
      : undefined,
    id: text('id') ?? randomUUID(),
  };
}

/** Versions among which the newest record that is asked for is looked for. */
const versionsToCheck = 20;

/** The newest record of a log that is about something; nothing where none of the last ones does. */
export async function newestOf(
  bucket: Bucket,
  key: string,
  isAbout: (record: LogRecord) => boolean,
): Promise<Logged | undefined> {
  const logged = await recordsOf(bucket, await bucket.versions(key, versionsToCheck));
  return logged.find(({ record }) => isAbout(record));
}
