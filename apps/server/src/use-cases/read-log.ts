import type { DeploymentLog } from '@sluice/contract';
import { failureKind, type EnvironmentSettings, type ReleaseContext } from '@sluice/release';

/** As many as the board asks for, so that both share one answer. */
const executionsToAsk = 100;

/** What the newest execution of a pipeline printed; on AWS, where people can read it. */
export async function readLog(
  { pipelines, settings: { app } }: ReleaseContext,
  { name, pipeline }: EnvironmentSettings,
  lines: number,
): Promise<DeploymentLog> {
  const nothing = { isTruncated: false, pages: [] };
  if (pipelines === undefined) return nothing;
  const [newest] = await pipelines.executions(pipeline, executionsToAsk).catch((error: unknown) => {
    if (failureKind(error) === 'no-pipeline') return [];
    throw error;
  });
  const executionId = newest?.id;
  if (pipelines.log !== undefined) {
    const log = executionId === undefined ? undefined : await pipelines.log(pipeline, executionId, lines);
    return {
      ...nothing,
      executionId,
      isTruncated: log?.isTruncated ?? false,
      lines: (log?.lines ?? []).map(({ text, stage, at }) => ({ text, stage, at: at?.toISOString() })),
    };
  }
  // As the templates call them (aws/environment.yml).
  const group = `/sluice/${app}/${name}`;
  const pages = await Promise.all([
    pipelines.consoleUrl(pipeline, executionId).then((url) => ({ name: 'Pipeline', url })),
    ...(
      [
        ['Build log', 'log-group', `${group}/build`],
        ['Server log', 'log-group', group],
        ['Cluster', 'cluster', `${app}--${name}`],
      ] as const
    ).map(async ([title, kind, resource]) => ({
      name: title,
      url: await pipelines.resourceUrl?.(pipeline, { kind, name: resource }),
    })),
  ]);
  return {
    ...nothing,
    executionId,
    pages: pages.flatMap(({ name: title, url }) => (url === undefined ? [] : [{ name: title, url }])),
  };
}
