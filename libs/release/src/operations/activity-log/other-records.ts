import { holdActivity, holdFileOf } from '../../activity/read-activity';
import { recordsOf } from '../../activity/log';
import type { EnvironmentSettings } from '../../config/settings';
import type { ReleaseContext } from '../../context';
import { tagKey } from '../../keys';
import { decodeMetadata } from '../../metadata/metadata';
import type { ObjectVersion } from '../../ports/bucket';
import type { PipelineExecution } from '../../ports/pipelines';
import { runView } from '../../watch/runs';
import { entryId } from './entry-id';
import type { ActivityRecord } from './record';

/** One for each version of the object of a hold. */
export function holdRecords(
  { settings: { app }, bucket }: ReleaseContext,
  { tag, environments }: { tag: string; environments: readonly EnvironmentSettings[] },
  versions: readonly ObjectVersion[],
): ActivityRecord[] {
  const names = environments.map(({ name }) => name);
  return versions.map((version, index) => ({
    app,
    id: entryId('hold', tag, version.versionId),
    at: timeOf(version),
    kinds: ['hold', 'unhold', 'removal'],
    environments: names,
    read: async () => {
      const before = versions[index + 1];
      const [file, fileBefore] = await Promise.all([
        holdFileOf(bucket, version),
        before && holdFileOf(bucket, before),
      ]);
      const told = holdActivity(version, file, fileBefore);
      // There is no kind beyond those of a hold, and its time is that of the listing.
      return told && { ...told, kind: told.kind as 'hold' | 'unhold' | 'removal', tag, environments: names };
    },
  }));
}

/** One for each version of the log of a tag: what was asked of its pipelines. */
export function logRecords(
  { settings: { app }, bucket }: ReleaseContext,
  { tag, environments }: { tag: string; environments: readonly EnvironmentSettings[] },
  versions: readonly ObjectVersion[],
): ActivityRecord[] {
  const names = environments.map(({ name }) => name);
  return versions.map((version) => ({
    app,
    id: entryId('log', tag, version.versionId),
    at: timeOf(version),
    kinds: ['redeploy'],
    environments: names,
    read: async () => {
      const [logged] = await recordsOf(bucket, [version]);
      if (logged?.record.kind !== 'redeploy') return undefined;
      const { id: writeId, environments: some, ...record } = logged.record;
      return { ...record, kind: 'redeploy', tag, environments: some ?? names, writeId };
    },
  }));
}

/** Versions of each tag, by which to tell where an archive was. */
export type VersionsByTag = ReadonlyMap<
  string,
  { environments: readonly EnvironmentSettings[]; versions: readonly ObjectVersion[] }
>;

/** One for each rejection of an archive, and for each that was undone. */
export function rejectionRecords(
  context: ReleaseContext,
  versions: readonly ObjectVersion[],
  tags: VersionsByTag,
): ActivityRecord[] {
  const { app, environments } = context.settings;
  return versions.map((version) => ({
    app,
    id: entryId('rejections', undefined, version.versionId),
    at: timeOf(version),
    kinds: ['reject', 'undo-reject'],
    environments: environments.map(({ name }) => name),
    read: async () => {
      const [logged] = await recordsOf(context.bucket, [version]);
      if (logged === undefined || logged.record.kind === 'redeploy') return undefined;
      const { id: writeId, kind, commit, ...record } = logged.record;
      const where = commit === undefined ? [] : await environmentsWith(context, commit, version, tags);
      return { ...record, kind, commit, environments: where, writeId };
    },
  }));
}

/** Environments whose tag had this commit when the record was written. */
async function environmentsWith(
  { bucket, prefix, settings }: ReleaseContext,
  commit: string,
  { lastModified }: ObjectVersion,
  tags: VersionsByTag,
): Promise<string[]> {
  const had = new Set<string>();
  await Promise.all(
    [...tags].map(async ([tag, { versions }]) => {
      const then = versions.find((version) => version.lastModified <= lastModified);
      if (then === undefined || then.isDeleteMarker) return;
      const object = await bucket.head(tagKey(prefix, tag), then.versionId);
      if (object !== undefined && decodeMetadata(object).commit === commit) had.add(tag);
    }),
  );
  return settings.environments.filter(({ tag }) => had.has(tag)).map(({ name }) => name);
}

/** One for each execution of a pipeline that failed. */
export function failureRecords(
  context: ReleaseContext,
  environment: EnvironmentSettings,
  executions: readonly PipelineExecution[],
): ActivityRecord[] {
  const { name, tag } = environment;
  const failed = executions.filter(({ status, type }) => status === 'Failed' && type === 'standard');
  return failed.map((execution) => ({
    app: context.settings.app,
    id: entryId('run', name, execution.id),
    at: execution.updatedAt.toISOString(),
    kinds: ['failure'],
    environments: [name],
    read: async () => {
      const versionId = execution.sourceRevisions[0]?.revisionId;
      const [object, run] = await Promise.all([
        versionId === undefined
          ? undefined
          : context.bucket.head(tagKey(context.prefix, tag), versionId).catch(() => undefined),
        runView(context, environment, execution),
      ]);
      const { commit, subject } = object === undefined ? {} : decodeMetadata(object);
      return { kind: 'failure', tag, environments: [name], commit, subject, versionId, runs: [run] };
    },
  }));
}

function timeOf({ lastModified }: ObjectVersion): string {
  return lastModified.toISOString();
}
