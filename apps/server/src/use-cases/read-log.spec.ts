import type { EnvironmentSettings, Pipelines, ReleaseContext } from '@sluice/release';
import { settings } from '../testing/cloud';
import { readLog } from './read-log';

const uat = settings.environments.find(({ name }) => name === 'uat') as EnvironmentSettings;
const read = (pipelines?: Partial<Pipelines>) =>
  readLog({ settings, pipelines } as unknown as ReleaseContext, uat, 50);
const executions = async () => [{ id: 'e2' }, { id: 'e1' }] as never;

it('gives the end of what the newest execution printed, where that is kept', async () => {
  const asked: unknown[] = [];
  const line = { text: 'listening', stage: 'Deploy', at: new Date('2026-11-24T09:30:00.000Z') };
  const log: Pipelines['log'] = async (...given) => {
    asked.push(given);
    return { lines: [line, { text: 'at main' }], isTruncated: true };
  };
  expect(await read({ executions, log })).toEqual({
    executionId: 'e2',
    lines: [{ ...line, at: '2026-11-24T09:30:00.000Z' }, { text: 'at main' }],
    isTruncated: true,
    pages: [],
  });
  expect(asked).toEqual([['shop-console-uat-pipeline', 'e2', 50]]);
  expect(await read({ executions: async () => [], log })).toMatchObject({
    lines: [],
    executionId: undefined,
  });
});

it('gives the pages of AWS that have it, by the names in the templates', async () => {
  const pipelines = {
    executions,
    consoleUrl: async (name: string, id?: string) => `https://aws.test/${name}/${id}`,
    resourceUrl: async (_: string, { kind, name }: { kind: string; name: string }) =>
      `https://aws.test/${kind}/${name}`,
  };
  expect((await read(pipelines)).pages).toEqual([
    { name: 'Pipeline', url: 'https://aws.test/shop-console-uat-pipeline/e2' },
    { name: 'Build log', url: 'https://aws.test/log-group//sluice/shop-console/uat/build' },
    { name: 'Server log', url: 'https://aws.test/log-group//sluice/shop-console/uat' },
    { name: 'Cluster', url: 'https://aws.test/cluster/shop-console--uat' },
  ]);
});

it('is empty where there is no pipeline', async () => {
  const nothing = { isTruncated: false, pages: [] };
  expect(await read()).toEqual(nothing);
  const missing = async () => Promise.reject(Object.assign(new Error('gone'), { kind: 'no-pipeline' }));
  expect(await read({ executions: missing, log: async () => undefined })).toMatchObject({
    ...nothing,
    lines: [],
  });
});
