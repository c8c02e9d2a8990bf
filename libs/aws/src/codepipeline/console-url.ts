/** AWS's consoles by the beginning of a region's name; the others share one. */
const consoles: [prefix: string, host: (region: string) => string][] = [
  ['cn-', (region) => `${region}.console.amazonaws.cn`],
  ['us-gov-', (region) => `${region}.console.amazonaws-us-gov.com`],
  ['', (region) => `${region}.console.aws.amazon.com`],
];

/** The page of a pipeline, or of one of its executions, in AWS's console. */
export function pipelinePage(region: string, pipeline: string, executionId?: string): string {
  const host = consoles.find(([prefix]) => region.startsWith(prefix))?.[1](region);
  const page = executionId === undefined ? 'view' : `executions/${encodeURIComponent(executionId)}/timeline`;
  const name = encodeURIComponent(pipeline);
  return `https://${host}/codesuite/codepipeline/pipelines/${name}/${page}?region=${region}`;
}
