import pMap from 'p-map';
import type { Metrics } from '@sluice/contract';
import { recordsOf } from '../../activity/log';
import { systemClock } from '../../clock';
import type { EnvironmentSettings } from '../../config/settings';
import type { ReleaseContext } from '../../context';
import { rejectionsKey, tagKey } from '../../keys';
import { environmentMetrics, type MetricsSpan } from '../../metrics/metrics';
import { isoWeekIn, weeksUntil } from '../../metrics/iso-week';
import type { EnvironmentHistory, ExecutionRecord, VersionRecord } from '../../metrics/outcomes';
import { unlessUnreadable } from '../../places/unreadable';
import type { PipelineExecution } from '../../ports/pipelines';
import { executionsOf } from '../../watch/runs';
import { readMove } from '../activity-log/move-records';

export interface MetricsRequest {
  /** Of the IANA database. */
  timeZone: string;
  /** How many weeks, this one among them. */
  weeks: number;
  /** One only. */
  environment?: string;
}

/** What is read of one environment: each version costs a request, and 100 executions do. */
const versionsToRead = 1_000;
const executionsToRead = 1_000;
const requestsAtOnce = 8;

/** No time zone is further from UTC. */
const furthestZone = 14 * 3_600_000;

/** Reads the history of each environment as far back as these weeks go, and computes the four figures from it. */
export async function readMetrics(context: ReleaseContext, request: MetricsRequest): Promise<Metrics> {
  const { settings, clock = systemClock } = context;
  const warnings = new Set<string>();
  const warned: ReleaseContext = {
    ...context,
    report: (event) => {
      if (event.kind === 'warning') warnings.add(event.message);
      context.report(event);
    },
  };
  const span = { ...request, now: clock.now() };
  const rejections = await rejectionsSince(context, beginOf(span));
  const asked = settings.environments.filter(
    ({ name }) => request.environment === undefined || name === request.environment,
  );
  const environments = await Promise.all(
    asked.map((environment) =>
      unlessUnreadable<Metrics['environments'][number] | undefined>(
        environment,
        async () => {
          const { history, arePipelinesKnown } = await historyOf(warned, environment, beginOf(span));
          const figures = environmentMetrics({ ...history, rejections }, span);
          return { name: environment.name, ...figures, arePipelinesKnown };
        },
        (why) => {
          warned.report({
            kind: 'warning',
            message: `The history of ${environment.name} is unknown: ${why}`,
          });
          return undefined;
        },
      ),
    ),
  );
  return {
    app: settings.app,
    timeZone: request.timeZone,
    environments: environments.filter((one) => one !== undefined),
    warnings: [...warnings],
  };
}

/** A moment before which nothing of these weeks can have been. */
function beginOf({ timeZone, weeks, now }: MetricsSpan): number {
  const [first] = weeksUntil(isoWeekIn(timeZone)(now), weeks);
  return Date.parse(first?.startsOn ?? '') - furthestZone;
}

async function historyOf(
  context: ReleaseContext,
  environment: EnvironmentSettings,
  begin: number,
): Promise<{ history: Omit<EnvironmentHistory, 'rejections'>; arePipelinesKnown: boolean }> {
  const { name, tag } = environment;
  const [listed, executions] = await Promise.all([
    context.bucket.versions(tagKey(context.prefix, tag), versionsToRead + 1),
    executionsOf(context, environment, executionsToRead),
  ]);
  // One that began before may have ended in these weeks: the last of them is read, too.
  const older = listed.findIndex(({ lastModified }) => lastModified.getTime() < begin);
  const count = Math.min(older < 0 ? listed.length : older + 1, versionsToRead);
  if (older < 0 && listed.length > versionsToRead)
    context.report({
      kind: 'warning',
      message: `Only the newest ${versionsToRead.toLocaleString('en-US')} versions of ${name} are counted.`,
    });
  const versions = await pMap(
    listed.slice(0, count).map((_, index) => index),
    async (index): Promise<VersionRecord | undefined> => {
      const version = listed[index];
      if (version === undefined || version.isDeleteMarker) return undefined;
      const move = await readMove(context, tag, listed, index);
      if (move === undefined) return undefined;
      const committedAt = Date.parse(move.committedAt ?? '');
      return {
        versionId: version.versionId,
        at: version.lastModified.getTime(),
        commit: move.commit,
        committedAt: Number.isNaN(committedAt) ? undefined : committedAt,
        isRollback: !move.byHand && move.operation === 'rollback',
      };
    },
    { concurrency: requestsAtOnce },
  );
  return {
    history: {
      versions: versions.filter((one) => one !== undefined).reverse(),
      executions: (executions ?? []).flatMap(executionRecord),
    },
    arePipelinesKnown: executions !== undefined,
  };
}

/** A stage that was rolled back by CodePipeline deploys nothing new, and what is under way has no outcome yet. */
function executionRecord({
  type,
  status,
  startedAt,
  updatedAt,
  sourceRevisions: [source],
}: PipelineExecution): ExecutionRecord[] {
  if (source === undefined || type === 'rollback') return [];
  const outcome = status === 'Succeeded' ? 'succeeded' : status === 'Failed' ? 'failed' : 'none';
  return [
    {
      versionId: source.revisionId,
      startedAt: startedAt.getTime(),
      endedAt: updatedAt.getTime(),
      outcome,
    },
  ];
}

/** Those that stand: one that was undone was a mistake, and no failure of what it was about. */
async function rejectionsSince(
  { bucket, prefix }: ReleaseContext,
  begin: number,
): Promise<EnvironmentHistory['rejections']> {
  const listed = await bucket.versions(rejectionsKey(prefix), versionsToRead);
  const logged = await recordsOf(
    bucket,
    listed.filter(({ lastModified }) => lastModified.getTime() >= begin),
  );
  const undone = new Set<string>();
  return logged.flatMap(({ record: { kind, commit }, version: { lastModified } }) => {
    if (commit === undefined) return [];
    if (kind === 'undo-reject') undone.add(commit);
    if (kind !== 'reject') return [];
    // Of several rejections of one commit, those before the last time that it was undone are.
    return undone.has(commit) ? [] : [{ commit, at: lastModified.getTime() }];
  });
}
