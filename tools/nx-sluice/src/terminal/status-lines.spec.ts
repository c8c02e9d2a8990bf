import type { EnvironmentStatus } from '@sluice/contract';
import { nextCommandFor } from './next-command';
import { stylesFor } from './styles';
import { statusLines } from './status-lines';

const now = Date.UTC(2026, 10, 23, 12);
const plain = stylesFor({}, {});
const current = {
  commit: 'a'.repeat(40),
  subject: 'Break it',
  author: 'Amy',
  actor: 'eve',
  size: 1,
  writtenAt: new Date(now - 86_400_000).toISOString(),
};

function environment(name: string, more: Partial<EnvironmentStatus> = {}): EnvironmentStatus {
  return { name, tag: name, pipeline: `app-${name}-pipeline`, ...more };
}

const failed = {
  environment: 'prod',
  pipeline: 'p',
  executionId: 'e',
  status: 'Failed' as const,
  startedAt: '',
  updatedAt: '',
  url: 'https://console.test/e',
};

it('is a table of what is where', () => {
  const environments = [
    environment('stage', { tag: 'latest', current, behind: 0 }),
    environment('prod', { current: { ...current, commit: undefined }, behind: 12, run: failed }),
    environment('new'),
  ];
  expect(statusLines({ environments }, plain, { now })).toEqual([
    'environment  tag     commit    behind  since                         by   pipeline  author  subject',
    'stage        latest  aaaaaaaa          2026-11-22 12:00Z  1 day ago  eve            Amy     Break it',
    'prod         prod    unknown   −12     2026-11-22 12:00Z  1 day ago  eve  Failed    Amy     Break it',
    'new          new     –',
    'prod: https://console.test/e',
  ]);
});

it('says below what someone should know, each thing once', () => {
  const shared = { tag: 'uat', current, hold: { reason: 'audit', actor: 'ida', since: 'noon' } };
  const live = { versionId: 'v', commit: 'b'.repeat(40), isOnTag: false };
  const environments = [
    environment('uat', { ...shared, live }),
    environment('qa', { ...shared, rejection: { reason: 'slow' } }),
  ];
  expect(statusLines({ environments }, plain, { now }).slice(3)).toEqual([
    '"uat" is on hold by ida since noon: audit.',
    'uat runs bbbbbbbb, but "uat" has aaaaaaaa.',
    'aaaaaaaa is deployed to qa, but it was rejected: slow.',
  ]);
});

it('says below that an event was lost, and what starts the pipeline', () => {
  const environments = [environment('uat', { current, undeliveredSince: current.writtenAt })];
  expect(statusLines({ environments }, plain, { now }).slice(2)).toEqual([
    `"uat" moved at 2026-11-22 12:00Z, but the pipeline of uat has not started on it. Start it: npx sluice redeploy uat`,
  ]);
});

it('names the app in what starts the pipeline, where there are several', () => {
  const environments = [environment('uat', { current, undeliveredSince: current.writtenAt })];
  const command = nextCommandFor({ app: 'store', isOneOfSeveral: true });
  expect(statusLines({ environments }, plain, { now, command }).at(-1)).toMatch(
    /npx sluice redeploy uat --app=store$/,
  );
});

it('says once of environments on one tag that they have the content of the newest published', () => {
  const shared = { tag: 'latest', current, behind: 0, contentOf: 'b'.repeat(40) };
  const environments = [environment('stage', shared), environment('qa', shared)];
  expect(statusLines({ environments }, plain, { now }).slice(3)).toEqual([
    '"latest" has aaaaaaaa, which has the same content as bbbbbbbb, the newest published commit.',
  ]);
});

it('puts the page of a run behind its status on a terminal', () => {
  const styles = stylesFor({ isTTY: true }, { NO_COLOR: '1' });
  const [, line] = statusLines({ environments: [environment('prod', { current, run: failed })] }, styles, {
    now,
  });
  expect(line).toContain('\u001b]8;;https://console.test/e\u001b\\Failed\u001b]8;;\u001b\\');
});

it('waits for a run in progress before it says that something else is live', () => {
  const live = { versionId: 'v', commit: 'b'.repeat(40), isOnTag: false };
  const run = { ...failed, status: 'InProgress' as const, url: undefined };
  expect(
    statusLines({ environments: [environment('uat', { current, live, run })] }, plain, { now }),
  ).toHaveLength(2);
});
