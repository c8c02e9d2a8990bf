import type { Deployment, PipelineResult } from '@sluice/contract';
import { createHash } from 'node:crypto';
import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describeEnd, shortSha, type NextCommand } from '@sluice/release';
import { printable } from '../text';
import { duration } from './duration';
import { endLabels } from './watch-line';

const marks = { succeeded: '✅', failed: '❌' } as Partial<Record<string, string>>;
const longestCell = 500;

/**
 * The table for GitHub's job summary. Error messages and revision summaries are other people's text, so that whatever
 * means something to Markdown or HTML is written as a character reference.
 */
export function summaryTable(deployment: Deployment, command: NextCommand): string {
  const rows = deployment.results.map((result) => {
    const { message, remedy } = describeEnd(deployment, result, command);
    return [
      cell(result.environment),
      link(result),
      `${marks[result.end.kind] ?? '⚠️'} ${endLabels[result.end.kind]}`,
      duration(result.tookMs),
      cell([message, remedy].filter(Boolean).join(' ')),
    ];
  });
  return [
    `### ${cell(deployment.tag)}: ${shortSha(deployment.commit)}`,
    '',
    '| environment | pipeline | result | took | |',
    '| --- | --- | --- | --- | --- |',
    ...rows.map((row) => `| ${row.join(' | ')} |`),
    '',
    '',
  ].join('\n');
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Appends the table where GitHub Actions asks for it; a summary that cannot be written fails nothing. */
export async function writeStepSummary(
  deployment: Deployment,
  command: NextCommand,
  env: Environment = process.env,
): Promise<void> {
  await appendTo(env, () => summaryTable(deployment, command));
}

/** The same for one line about one project: `nx affected` may fold what a task printed, or leave it out. */
export async function writeSummaryLine(
  project: string,
  text: string,
  env: Environment = process.env,
): Promise<void> {
  await appendTo(env, () => `**${cell(project)}**: ${cell(text)}\n\n`);
}

/** Leaves a line for the summary that the plugin's hook prints when all tasks have ended (publish-summary.cjs). */
export async function leaveForSummary(
  project: string,
  { text, isUnchanged }: { text: string; isUnchanged: boolean },
  env: Environment = process.env,
): Promise<void> {
  const { SLUICE_PUBLISHED_FOLDER: folder } = env;
  if (!folder) return;
  const line = JSON.stringify({ project: printable(project), text: printable(text), isUnchanged });
  const file = join(folder, `${createHash('sha256').update(project).digest('hex')}-${process.pid}.json`);
  await writeFile(file, line).catch(() => undefined);
}

/** `text` is made only where it is written: to load the tables of Unicode for it takes some milliseconds. */
async function appendTo({ GITHUB_STEP_SUMMARY: file }: Environment, text: () => string): Promise<void> {
  if (file) await appendFile(file, text()).catch(() => undefined);
}

function link({ pipeline, url }: PipelineResult): string {
  if (url === undefined || !/^https?:\/\/[^\s()<>|\\"'`[\]]+$/.test(url)) return cell(pipeline);
  return `[${cell(pipeline)}](${url})`;
}

function cell(text: string): string {
  const short = text.length > longestCell ? `${text.slice(0, longestCell - 1)}…` : text;
  return short
    .trim()
    .split('\n')
    .map((line) =>
      printable(line).replace(/[^\p{L}\p{N} .,;…-]/gu, (character) => `&#${character.codePointAt(0)};`),
    )
    .join('<br>');
}
