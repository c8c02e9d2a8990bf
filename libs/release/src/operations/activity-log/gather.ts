import type { ActivityLogKind } from '@sluice/contract';
import type { ReleaseContext } from '../../context';
import type { EnvironmentSettings } from '../../config/settings';
import { keysOfActivity } from '../../activity/read-activity';
import { rejectionsKey, tagKey } from '../../keys';
import { unlessUnreadable } from '../../places/unreadable';
import { versionsOf, type ObjectVersion } from '../../ports/bucket';
import { readExecutions, runsOf } from '../../watch/runs';
import { environmentsByTag } from './entry-id';
import { moveKinds, moveRecords } from './move-records';
import {
  failureRecords,
  holdRecords,
  logRecords,
  rejectionRecords,
  type VersionsByTag,
} from './other-records';
import type { ActivityRecord } from './record';

/** Versions of one object that are listed; older ones are not part of the log. Two requests list them. */
export const versionsToList = 2_000;

/** Which records are asked for: a filter that leaves some out saves their requests. */
export interface RecordChoice {
  environment?: string;
  kinds?: readonly ActivityLogKind[];
}

/**
 * The records of one app, in the order of each object's listing; none of them is read yet. What cannot be listed because
 * another account does not allow it, is reported as a warning.
 */
export async function gatherRecords(
  context: ReleaseContext,
  { environment, kinds }: RecordChoice,
): Promise<ActivityRecord[]> {
  const { settings, prefix, bucket, report } = context;
  const isAskedFor = (...some: readonly ActivityLogKind[]) =>
    kinds === undefined || some.some((kind) => kinds.includes(kind));
  const byTag = [...environmentsByTag(settings.environments)].filter(
    ([, environments]) => environment === undefined || environments.some(({ name }) => name === environment),
  );
  const listed = await Promise.all(
    byTag.map(([tag, environments]) =>
      unlessUnreadable<ListedTag | undefined>(
        environments[0] as EnvironmentSettings,
        async () => {
          const { holds, log } = keysOfActivity(prefix, tag);
          const keys = [tagKey(prefix, tag), holds, log];
          const [versions = [], held = [], logged = []] = await versionsOf(bucket, keys, versionsToList);
          return { tag, environments, versions, held, logged };
        },
        (why) => {
          report({ kind: 'warning', message: `The activity of the tag ${tag} is unknown: ${why}` });
          return undefined;
        },
      ),
    ),
  );
  const tags = listed.filter((one) => one !== undefined);
  warnOfMore(context, tags);
  const records = await Promise.all(tags.map((one) => recordsOfTag(context, one, isAskedFor)));
  const rejections = isAskedFor('reject', 'undo-reject')
    ? await bucket.versions(rejectionsKey(prefix), versionsToList)
    : [];
  const versionsByTag: VersionsByTag = new Map(tags.map((one) => [one.tag, one]));
  return [...records.flat(), ...rejectionRecords(context, rejections, versionsByTag)];
}

interface ListedTag {
  tag: string;
  environments: readonly EnvironmentSettings[];
  versions: ObjectVersion[];
  held: ObjectVersion[];
  logged: ObjectVersion[];
}

async function recordsOfTag(
  context: ReleaseContext,
  listed: ListedTag,
  isAskedFor: (...some: readonly ActivityLogKind[]) => boolean,
): Promise<ActivityRecord[]> {
  const { environments, versions, held, logged } = listed;
  const needsPipelines = isAskedFor(...moveKinds, 'failure');
  const told = needsPipelines ? await readExecutions(context, environments) : [];
  const runs = await runsOf(context, told);
  const failures = isAskedFor('failure')
    ? told.flatMap(({ environment, executions = [] }) => failureRecords(context, environment, executions))
    : [];
  return [
    ...(isAskedFor(...moveKinds) ? moveRecords(context, listed, versions, runs) : []),
    ...(isAskedFor('hold', 'unhold', 'removal') ? holdRecords(context, listed, held) : []),
    ...(isAskedFor('redeploy') ? logRecords(context, listed, logged) : []),
    ...failures,
  ];
}

function warnOfMore({ report }: ReleaseContext, tags: readonly ListedTag[]): void {
  for (const { tag, versions, held, logged } of tags) {
    if (Math.max(versions.length, held.length, logged.length) < versionsToList) continue;
    report({
      kind: 'warning',
      message: `Only the newest ${versionsToList.toLocaleString('en-US')} records of the tag ${tag} are searched.`,
    });
  }
}
