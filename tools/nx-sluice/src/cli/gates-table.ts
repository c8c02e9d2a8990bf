import { gates, type MoveKind } from '@sluice/release';

const start = /<!-- gates: .*-->\n/;
const end = '<!-- /gates -->';

const moves: Record<MoveKind, string> = { promotion: '`promote`', rollback: '`rollback`' };
const commandsOf = (kinds: readonly MoveKind[]) => kinds.map((kind) => moves[kind]).join(', ');

/**
 * docs/configuration.md with the table of the gates, before Prettier.
 * @throws Error where the page has no place for it.
 */
export function withGatesTable(page: string): string {
  const [mark = ''] = start.exec(page) ?? [];
  const from = page.indexOf(mark) + mark.length;
  const to = page.indexOf(end);
  if (mark === '' || to < from) throw new Error('docs/configuration.md has no place for the table of gates.');
  const rows = gates.map(
    ({ name, description, appliesTo, overridableBy }) =>
      `| \`${name}\` | ${description} | ${commandsOf(appliesTo)} | ${commandsOf(overridableBy) || 'never'} |`,
  );
  const table = [
    '| Gate | Passes when | Evaluated by | Bypassed by `--override` of |',
    '| --- | --- | --- | --- |',
    ...rows,
  ];
  return `${page.slice(0, from)}\n${table.join('\n')}\n\n${page.slice(to)}`;
}
