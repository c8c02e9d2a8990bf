import type { Deployment } from '@sluice/contract';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nextCommandFor } from '../next-command';
import { summaryTable, writeStepSummary } from './step-summary';

const command = nextCommandFor({ app: 'story' });

function failedWith(message: string, url?: string): Deployment {
  const stage = {
    name: 'Deploy',
    status: 'failed' as const,
    error: { code: 'JobFailed', message },
  };
  return {
    tag: 'uat',
    commit: '1'.repeat(40),
    versionId: 'v1',
    succeeded: false,
    results: [
      {
        environment: 'uat',
        pipeline: 'uat-pipeline',
        url,
        stages: [stage],
        tookMs: 61_000,
        end: { kind: 'failed', stage },
      },
    ],
  };
}

it('lets nobody else write Markdown or HTML', () => {
  const hostile = '| <img src=x> [a](b) `c` *d* @e\n\u001b[31m\u202e# f';
  const rows = summaryTable(failedWith(hostile), command).trimEnd().split('\n');
  expect(rows).toHaveLength(5);
  const row = rows[4] ?? '';
  expect(row.split('|')).toHaveLength(7);
  expect(row.replaceAll('<br>', '')).not.toMatch(/[<>[\]`*@\u001b\u202e]/);
});

it('links only what is an address of the web', () => {
  const good = 'https://console.test/a?region=us-east-1';
  expect(summaryTable(failedWith('x', good), command)).toContain(`](${good})`);
  expect(summaryTable(failedWith('x', 'javascript:alert(1)'), command)).not.toContain('](');
  expect(summaryTable(failedWith('x', 'https://a.test/) <b>'), command)).not.toContain('](');
});

it('appends where GitHub asks for it, and fails nothing where that cannot be', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'summary-'));
  const file = join(folder, 'summary.md');
  await writeFile(file, 'before\n');
  await writeStepSummary(failedWith('x'), command, { GITHUB_STEP_SUMMARY: file });
  expect(await readFile(file, 'utf8')).toMatch(/^before\n### uat: 11111111\n[^]*❌ failed \| 1:01/);
  await writeStepSummary(failedWith('x'), command, { GITHUB_STEP_SUMMARY: folder });
  await writeStepSummary(failedWith('x'), command, {});
  await rm(folder, { recursive: true });
});
