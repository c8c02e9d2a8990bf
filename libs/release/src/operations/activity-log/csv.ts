import type { ActivityLogEntry } from '@sluice/contract';

const columns: [name: string, value: (entry: ActivityLogEntry) => string | undefined][] = [
  ['id', ({ id }) => id],
  ['app', ({ app }) => app],
  ['at', ({ at }) => at],
  ['kind', ({ kind }) => kind],
  ['environments', ({ environments }) => environments.join(' ')],
  ['tag', ({ tag }) => tag],
  ['actor', ({ actor }) => actor],
  ['commit', ({ commit }) => commit],
  ['from', ({ from }) => from],
  ['subject', ({ subject }) => subject],
  ['reason', ({ reason }) => reason],
  ['result', ({ runs = [] }) => runs.map(({ environment, status }) => `${environment} ${status}`).join(', ')],
  ['run', ({ run }) => run],
];

/**
 * The entries as CSV by RFC 4180: a header, every field in quotes, lines that end with CR LF; UTF-8. A spreadsheet
 * takes a cell for a formula that begins with one of `= + - @`, a tab or a line break, or their full-width forms; an
 * apostrophe before it keeps it text (https://owasp.org/www-community/attacks/CSV_Injection).
 */
export function activityCsv(entries: readonly ActivityLogEntry[]): string {
  const rows = [
    columns.map(([name]) => name),
    ...entries.map((entry) => columns.map(([, of]) => of(entry) ?? '')),
  ];
  return rows.map((row) => `${row.map(field).join(',')}\r\n`).join('');
}

function field(text: string): string {
  const harmless = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/.test(text) ? `'${text}` : text;
  return `"${harmless.replaceAll('"', '""')}"`;
}
