import type { PipelineResult, StageView } from '@sluice/contract';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { WatchEvent } from '@sluice/release';

const run = promisify(execFile);

const at = { environment: 'uat', pipeline: 'uat-pipeline' };
const startedAt = new Date(0).toISOString();
const endedAt = new Date(7_000).toISOString();

function stage(name: string, status: StageView['status'], more: Partial<StageView> = {}): WatchEvent {
  const times = status === 'running' ? { startedAt } : { startedAt, endedAt };
  return { ...at, kind: 'stage', stage: { name, status, action: name, ...times, ...more } };
}

function ended(end: PipelineResult['end']): WatchEvent {
  const result = { ...at, stages: [], tookMs: 61_000, end };
  return { ...at, kind: 'ended', result };
}

async function show(...events: WatchEvent[]): Promise<string> {
  const waiting: WatchEvent = { ...at, kind: 'waiting', versionId: 'v1', stages: ['Source', 'Deploy'] };
  const script = join(__dirname, 'testing/play-live.ts');
  const args = [
    '-r',
    join(__dirname, '../../../../../jest/typescript.cjs'),
    script,
    JSON.stringify([waiting, ...events]),
  ];
  const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined, CI: undefined };
  return (await run(process.execPath, args, { env, timeout: 30_000 })).stdout;
}

it('shows one line for each stage, with the time that it took, and the end', async () => {
  const shown = await show(
    stage('Source', 'succeeded'),
    stage('Deploy', 'running'),
    stage('Deploy', 'succeeded'),
    ended({ kind: 'succeeded' }),
  );
  expect(shown).toContain('uat (uat-pipeline)');
  expect(shown).toContain('Source succeeded (0:07)');
  expect(shown).toContain('Deploy succeeded (0:07)');
  expect(shown).toContain('succeeded after 1:01');
});

it('comes to an end when a stage fails, and when none was reached', async () => {
  const failed = await show(
    stage('Source', 'failed', { error: { code: 'JobFailed', message: 'no \u001b[2Jzip' } }),
    ended({ kind: 'failed' }),
  );
  expect(failed).toContain('Source failed (0:07): no \\u001b[2Jzip');
  expect(failed).toContain('failed after 1:01');
  expect(failed).toMatch(/✖[^✖✔]*uat \(uat-pipeline\)/);
  const never = await show(ended({ kind: 'never-started', findings: [], waitedMs: 1 }));
  expect(never).toContain('never started after 1:01');
});
