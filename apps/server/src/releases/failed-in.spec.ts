import type { ExecutionStatus } from '@sluice/contract';
import type { PipelineExecution } from '@sluice/release';
import { settings } from '../testing/cloud';
import { failedIn } from './failed-in';

const at = new Date('2026-11-24T10:00:00Z');
const run = (revisionId: string, status: ExecutionStatus): PipelineExecution => ({
  id: `${revisionId} ${status}`,
  status,
  type: 'standard',
  sourceRevisions: [{ actionName: 'Source', revisionId }],
  startedAt: at,
  updatedAt: at,
});
const runs: Record<string, PipelineExecution[]> = {
  'shop-console-stage-pipeline': [run('latest-2', 'Failed'), run('latest-1', 'Succeeded')],
  'shop-console-uat-pipeline': [run('uat-1', 'Failed'), run('uat-1', 'Superseded')],
};
const pipelines = {
  executions: async (pipeline: string) => {
    const executions = runs[pipeline];
    if (executions === undefined) throw new Error('No access');
    return executions;
  },
};
const versions: Record<string, string[]> = {
  latest: ['latest-1', 'latest-2'],
  uat: ['uat-1'],
  prod: ['prod-1'],
};
const pasts = { versionsOf: (tag: string) => new Set(versions[tag]) };

it('names the environments where a release failed and never ran, of those that had it', async () => {
  const failed = (been: string[]) => failedIn({ settings, pipelines }, pasts, 'a'.repeat(40), been);
  expect(await failed(['stage', 'uat', 'prod'])).toEqual(['uat']);
  expect(await failed(['stage'])).toEqual([]);
});

it('names none where no pipeline can tell', async () => {
  expect(await failedIn({ settings }, pasts, 'a'.repeat(40), ['stage', 'uat', 'prod'])).toEqual([]);
});
