import type { AwsResource } from '@sluice/release';

/** AWS's consoles by the beginning of a region's name; the others share one. */
const consoles: [prefix: string, host: (region: string) => string][] = [
  ['cn-', (region) => `${region}.console.amazonaws.cn`],
  ['us-gov-', (region) => `${region}.console.amazonaws-us-gov.com`],
  ['', (region) => `${region}.console.aws.amazon.com`],
];

/** The page of a pipeline, or of one of its executions, in AWS's console. */
export function pipelinePage(region: string, pipeline: string, executionId?: string): string {
  const page = executionId === undefined ? 'view' : `executions/${encodeURIComponent(executionId)}/timeline`;
  const name = encodeURIComponent(pipeline);
  return `https://${hostOf(region)}/codesuite/codepipeline/pipelines/${name}/${page}?region=${region}`;
}

/** The page of a log group, or of the services of a cluster, in AWS's console. */
export function resourcePage(region: string, { kind, name }: AwsResource): string {
  if (kind === 'cluster')
    return `https://${hostOf(region)}/ecs/v2/clusters/${encodeURIComponent(name)}/services?region=${region}`;
  // What is behind the # is encoded twice, with $ in place of %.
  const group = encodeURIComponent(encodeURIComponent(name)).replaceAll('%', '$');
  return `https://${hostOf(region)}/cloudwatch/home?region=${region}#logsV2:log-groups/log-group/${group}`;
}

function hostOf(region: string): string | undefined {
  return consoles.find(([prefix]) => region.startsWith(prefix))?.[1](region);
}
