import type { EnvironmentStatus, Status, StatusOfApps } from '@sluice/contract';
import { exactTime } from './times';
import { printable, shortSha } from './text';

const columns = ['Environment', 'Commit', 'Subject', 'Deployment', 'Behind', 'Since', 'By'];

/** What is where as tables of GitHub Flavored Markdown, for chat and READMEs; one below the name of each app, if several. */
export function statusMarkdown(status: Status | StatusOfApps): string {
  if (!('apps' in status)) return `${tableOf(status)}\n`;
  const parts = status.apps.map((one) => `### ${code(one.app)}\n\n${tableOf(one)}`);
  const failed = (status.failed ?? []).map(({ app, message }) => `### ${code(app)}\n\n${code(message)}`);
  return `${[...parts, ...failed].join('\n\n')}\n`;
}

function tableOf({ environments }: Status): string {
  const rows = [columns, columns.map(() => '---'), ...environments.map(cellsOf)];
  const notes = environments.flatMap(notesOn).map((note) => `- ${note}`);
  const table = rows.map((row) => `| ${row.join(' | ')} |`).join('\n');
  return notes.length === 0 ? table : `${table}\n\n${notes.join('\n')}`;
}

function cellsOf({ name, current, run, behind = 0 }: EnvironmentStatus): string[] {
  return [
    code(name),
    current === undefined ? '–' : current.commit === undefined ? 'unknown' : code(shortSha(current.commit)),
    code(current?.subject),
    run?.status ?? '',
    behind > 0 ? String(behind) : '',
    current === undefined ? '' : exactTime(current.writtenAt),
    code(current?.actor),
  ];
}

function notesOn({ name, hold, rejection, unreadable }: EnvironmentStatus): string[] {
  const because = (reason: string | undefined) => (reason === undefined ? '' : `: ${code(reason)}`);
  return [
    ...(hold === undefined ? [] : [`${code(name)} is on hold${because(hold.reason)}`]),
    ...(rejection === undefined
      ? []
      : [`The release of ${code(name)} is rejected${because(rejection.reason)}`]),
    ...(unreadable === undefined ? [] : [`${code(name)} is unknown${because(unreadable)}`]),
  ];
}

/**
 * Text of others, as a code span: nothing in it is taken for Markdown, HTML, a link or a mention. The fence is longer
 * than any in the text (https://spec.commonmark.org/0.31.2/#code-spans); a cell of a table ends at a bare `|` even there
 * (https://github.github.com/gfm/#tables-extension-).
 */
function code(text: string | undefined): string {
  const line = printable((text ?? '').replace(/\s+/g, ' ').trim());
  if (line === '') return '';
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  const padding = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${fence}${padding}${line.replaceAll('|', '\\|')}${padding}${fence}`;
}
