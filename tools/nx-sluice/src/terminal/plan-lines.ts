import type { FileComparison, GateResult } from '@sluice/contract';
import type { PromotionPlan } from '@sluice/release';
import { count, shortSha } from './text';

const commitsShown = 20;
const filesShown = 10;

/** The plan as a person reads it before deciding. */
export function planLines(plan: PromotionPlan): string[] {
  const { source, from, tag } = plan;
  const arrives = source.archive.metadata.commit ?? source.commit;
  const lines = [
    `Plan: ${whereFrom(plan)} → ${shortSha(arrives)}${subject(source.archive.metadata.subject)}`,
  ];
  if (source.servedBy !== undefined) {
    lines.push(
      `  ${shortSha(source.commit)} has no archive of its own. The archive of ${shortSha(source.servedBy)} is used, because no commit since then affects the app.`,
    );
  }
  if (plan.environments.length > 1) {
    lines.push(`  "${tag}" is shared by ${plan.environments.map(({ name }) => name).join(', ')}.`);
  }
  if (plan.isCurrent) return [...lines, `  "${tag}" already has this content.`];
  if (from === undefined) lines.push(`  Nothing has been promoted to "${tag}".`);
  lines.push(...commitLines(plan), ...fileLines(plan));
  lines.push(...plan.gateResults.map((gateResult) => `  ${says(gateResult)}: ${gateResult.explanation}`));
  return lines;
}

function says({ ok, isOverridden }: GateResult): string {
  if (isOverridden) return 'OVERRIDDEN';
  return ok ? 'ok' : 'REFUSED';
}

function whereFrom({ tag, from, environments }: PromotionPlan): string {
  const names = environments.map(({ name }) => name).join(', ');
  const now =
    from === undefined ? 'nothing' : (from.metadata.commit && shortSha(from.metadata.commit)) || 'unknown';
  return `${names} ("${tag}"), now ${now}`;
}

function subject(text: string | undefined): string {
  return text === undefined ? '' : ` ${text}`;
}

export function commitLines({ ancestry, commits }: Pick<PromotionPlan, 'ancestry' | 'commits'>): string[] {
  if (ancestry === undefined) return [];
  if (ancestry === 'unknown') return ['  The commits between them are unknown in this clone.'];
  const heading = {
    descendant: `  Back by ${count(commits.length, 'commit')}; commits removed:`,
    ancestor: `  Forward by ${count(commits.length, 'commit')}:`,
    unrelated: `  To another branch; ${count(commits.length, 'commit')} added:`,
    same: '  Same commit with different content.',
  }[ancestry];
  return [
    heading,
    ...commits.slice(0, commitsShown).map(({ sha, subject: text }) => `    ${shortSha(sha)} ${text}`),
    ...more(commits.length, commitsShown),
  ];
}

export function fileLines({ files, filesNotCompared }: FileComparison): string[] {
  if (filesNotCompared !== undefined) return [`  The files cannot be compared: ${filesNotCompared}.`];
  if (files === undefined) return [];
  const marked = [
    ...files.added.map((path) => `+ ${path}`),
    ...files.changed.map((path) => `~ ${path}`),
    ...files.removed.map((path) => `- ${path}`),
  ];
  const totals = `${files.added.length} added, ${files.changed.length} changed, ${files.removed.length} removed`;
  return [
    `  Files: ${totals}`,
    ...marked.slice(0, filesShown).map((line) => `    ${line}`),
    ...more(marked.length, filesShown),
  ];
}

function more(total: number, shown: number): string[] {
  return total > shown ? [`    … and ${total - shown} more`] : [];
}
