import pMap from 'p-map';
import type { ActivityLog, ActivityLogEntry, ActivityLogKind } from '@sluice/contract';
import type { ReleaseContext } from '../../context';
import { placeOfEntry, type RecordPlace } from './entry-id';
import { gatherRecords, type RecordChoice } from './gather';
import { moveKinds } from './move-records';
import type { ActivityRecord, ReadRecord } from './record';

export interface ActivityLogQuery {
  environment?: string;
  kinds?: readonly ActivityLogKind[];
  /** Part of the name of who did it, in any case. */
  person?: string;
  /** From this moment on. */
  since?: Date;
  /** Before this moment. */
  until?: Date;
  /** `next` of the answer before. */
  after?: string;
  /** Entries at the most. */
  limit?: number;
}

/** How much one answer reads: each record costs a request, unless the bucket remembers it. */
const defaultReads = 500;
const readAtOnce = 8;
const chunkSize = 32;

/**
 * What happened in all environments of these apps, newest first. The listing of the bucket gives the order and the times;
 * records are read only until the answer is full, or `reads` of them were read. The order of what was done to one object
 * is that of its listing; the clock only merges the objects.
 */
export async function readActivityLog(
  contexts: readonly ReleaseContext[],
  query: ActivityLogQuery,
  { reads = defaultReads }: { reads?: number } = {},
): Promise<ActivityLog> {
  const warnings = new Set<string>();
  const gathered = await Promise.all(
    contexts.map((context) => gatherRecords(collectingWarnings(context, warnings), query)),
  );
  const records = gathered
    .flat()
    .filter((record) => isWithin(record, query))
    .sort((a, b) => (a.at === b.at ? 0 : a.at < b.at ? 1 : -1));
  const { limit = 50 } = query;
  const entries: ActivityLogEntry[] = [];
  const written = new Set<string>();
  let position = startOf(records, query.after);
  const last = Math.min(records.length, position + reads);
  while (position < last && entries.length < limit) {
    const chunk = records.slice(position, Math.min(position + chunkSize, last));
    const read = await pMap(chunk, (record) => record.read(), { concurrency: readAtOnce });
    for (const [index, record] of chunk.entries()) {
      position += 1;
      const entry = entryOf(record, read[index], query, written);
      if (entry !== undefined) entries.push(entry);
      if (entries.length === limit) break;
    }
  }
  const searched = records[position - 1];
  const isOver = position >= records.length || searched === undefined;
  return {
    entries,
    ...(isOver ? {} : { next: cursorOf(searched), searchedTo: searched.at }),
    warnings: [...warnings],
  };
}

/**
 * One entry by its id, with what failed where it is a failure; nothing when its record is kept no longer, or lies behind
 * the newest ones that are listed.
 */
export async function findActivityEntry(
  context: ReleaseContext,
  id: string,
): Promise<ActivityLogEntry | undefined> {
  const choice = choiceFor(context, id);
  const records = choice === undefined ? [] : await gatherRecords(context, choice);
  const record = records.find((one) => one.id === id);
  const read = await record?.read();
  const entry = record && entryOf(record, read, {}, new Set());
  if (entry?.kind !== 'failure') return entry;
  return { ...entry, reason: await whatFailed(context, entry) };
}

const kindsOf: Record<RecordPlace, readonly ActivityLogKind[]> = {
  tag: moveKinds,
  hold: ['hold', 'unhold'],
  log: ['redeploy'],
  rejections: ['reject', 'undo-reject'],
  run: ['failure'],
};

/** The records among which an id is looked for; nothing where this app has none of that form. */
function choiceFor({ settings: { environments } }: ReleaseContext, id: string): RecordChoice | undefined {
  const found = placeOfEntry(id);
  if (found === undefined) return undefined;
  const kinds = kindsOf[found.place];
  if (found.name === undefined) return { kinds };
  const environment = environments.find(
    ({ name, tag }) => (found.place === 'run' ? name : tag) === found.name,
  )?.name;
  return environment === undefined ? undefined : { environment, kinds };
}

async function whatFailed({ pipelines }: ReleaseContext, { runs = [] }: ActivityLogEntry) {
  const [run] = runs;
  if (run === undefined) return undefined;
  // It is a detail: without it, the entry and the page of the execution remain.
  const actions = (await pipelines?.actions(run.pipeline, run.executionId).catch(() => [])) ?? [];
  const failed = actions.find(({ status }) => status === 'Failed');
  return failed && [failed.stage, failed.error?.message ?? failed.summary].filter(Boolean).join(': ');
}

function entryOf(
  { app, id, at }: ActivityRecord,
  read: ReadRecord | undefined,
  { environment, kinds, person }: ActivityLogQuery,
  written: Set<string>,
): ActivityLogEntry | undefined {
  if (read === undefined) return undefined;
  const { writeId, ...told } = read;
  const isRepeated = writeId !== undefined && written.has(writeId);
  if (writeId !== undefined) written.add(writeId);
  const isMeant =
    (environment === undefined || told.environments.includes(environment)) &&
    (kinds === undefined || kinds.includes(told.kind)) &&
    (person === undefined || (told.actor ?? '').toLowerCase().includes(person.toLowerCase()));
  return isMeant && !isRepeated ? { app, id, at, ...told } : undefined;
}

function isWithin({ at, environments, kinds: possible }: ActivityRecord, query: ActivityLogQuery): boolean {
  const { since, until, environment, kinds } = query;
  const time = Date.parse(at);
  return (
    (since === undefined || time >= since.getTime()) &&
    (until === undefined || time < until.getTime()) &&
    (environment === undefined || environments.includes(environment)) &&
    (kinds === undefined || kinds.some((kind) => possible.includes(kind)))
  );
}

/** The last record of an answer. Its time is in it for the case that the record is deleted before the next answer. */
function cursorOf({ at, app, id }: ActivityRecord): string {
  return [at, app, id].join('~');
}

function startOf(records: readonly ActivityRecord[], after: string | undefined): number {
  if (after === undefined) return 0;
  const found = records.findIndex((record) => cursorOf(record) === after);
  if (found >= 0) return found + 1;
  const [at = ''] = after.split('~');
  const older = records.findIndex((record) => record.at < at);
  return older < 0 ? records.length : older;
}

function collectingWarnings(context: ReleaseContext, warnings: Set<string>): ReleaseContext {
  return {
    ...context,
    report: (event) => {
      if (event.kind === 'warning') warnings.add(event.message);
      context.report(event);
    },
  };
}
