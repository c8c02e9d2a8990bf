import type { CheckFinding, EnvironmentStatus, HistoryEntry, PrunePlanView } from '@sluice/contract';
import { stripVTControlCharacters } from 'node:util';
import type { PromotionPlan } from '@sluice/release';
import { doctorLines } from './doctor-lines';
import { historyLines } from './history-lines';
import { stylesFor } from './styles';
import type { Outlet } from './outlet';
import { planLines } from './plan-lines';
import { createPrinter, type Printer } from './printer';
import { pruneLines } from './prune-lines';
import { rollbackLines } from './rollback-lines';
import { fitted, screenWidth, textWidth } from './screen';
import { statusLines } from './status-lines';

const now = Date.UTC(2026, 10, 23, 12);
const sha = (letter: string) => letter.repeat(40);

/** Texts as people write them, and as nobody should. */
const subjects = {
  long: 'fix(checkout): keep the basket of a guest when the session is renewed while the payment page is open (#4711)',
  wide: '支払いページを開いている間にセッションが更新されても、ゲストのカートの中身を保持するように修正しました',
  joined:
    'Add 👩‍👩‍👧‍👦 family accounts 🇩🇪🇯🇵 and cafe\u0301 names, e\u0301e\u0301e\u0301, Ⅷ, ｆｕｌｌｗｉｄｔｈ and ½',
  unbroken: `deps: ${'@very/long-package-name-'.repeat(7)}`,
  hostile: `\u001b[2J\u202e::error::\n##[error] ${'\u0007'.repeat(30)} ${'z\u0300'.repeat(99)}`,
};
const people = {
  long: 'Maria-Theresia von und zu Hohenstaufen-Rattenberg <maria-theresia@subsidiary.example.com>',
  wide: '山田太郎',
};
const reason =
  'override of freeze, requires: customers in two regions cannot pay since 09:40, and the fix was looked at by four people on the call; rolled back from the release of Tuesday: 決済が失敗する';

const url =
  'https://eu-central-1.console.aws.amazon.com/codesuite/codepipeline/pipelines/story-stage-pipeline';
const run = {
  environment: 'stage',
  pipeline: 'p',
  executionId: 'e',
  status: 'Failed' as const,
  startedAt: '',
  updatedAt: '',
};

const current = (subject: string, actor: string) => ({
  commit: sha('a'),
  subject,
  author: people.wide,
  actor,
  size: 1,
  writtenAt: new Date(now - 86_400_000).toISOString(),
});
const environments: EnvironmentStatus[] = [
  {
    name: 'acceptance-europe',
    tag: 'acceptance',
    pipeline: 'p',
    current: current(subjects.long, people.long),
    behind: 1234,
    run,
    hold: { reason, actor: people.long, since: '2026-11-23T09:00:00.000Z' },
  },
  { name: 'prod', tag: 'prod', pipeline: 'p', current: current(subjects.wide, people.wide), run },
  { name: 'qa', tag: 'qa', pipeline: 'p', current: current(subjects.hostile, 'x'), rejection: { reason } },
  { name: 'new', tag: 'new', pipeline: 'p' },
];
const entries: HistoryEntry[] = Object.values(subjects).map((subject, index) => ({
  ...current(subject, people.long),
  reason: index === 1 ? undefined : reason,
  versionId: String(index),
  by: index === 2 ? ('hand' as const) : ('sluice' as const),
  isCurrent: index === 0,
  runs: [run, { ...run, environment: 'acceptance-europe', status: 'Succeeded' as const }],
}));
const prunePlan: PrunePlanView = {
  archives: 1200,
  before: '',
  size: 1,
  notExamined: 3,
  kept: { recent: 20, needed: 3, newest: 1, rejected: 1, foreign: 2 },
  toDelete: Object.values(subjects).map((subject) => ({
    commit: sha('b'),
    key: '',
    size: 4_300_000,
    writtenAt: new Date(now - 99 * 86_400_000).toISOString(),
    subject,
  })),
};
const archive = { object: {}, metadata: { commit: sha('c'), subject: subjects.long } };
const plan = {
  tag: 'prod',
  environments: [{ name: 'prod' }, { name: 'acceptance-europe' }],
  source: { commit: sha('d'), archive, servedBy: sha('c') },
  from: { object: {}, metadata: { commit: sha('e') } },
  ancestry: 'ancestor',
  commits: Object.values(subjects).map((subject) => ({
    sha: sha('f'),
    subject,
    author: '',
    committedAt: '',
  })),
  files: { added: [`app/client/build/assets/${'chunk-'.repeat(20)}.js`], changed: ['ファイル'], removed: [] },
  gateResults: [{ rule: 'freeze', label: 'Freeze', ok: false, explanation: reason, remedy: 'Wait.' }],
  isCurrent: false,
} as unknown as PromotionPlan;
const rollbackPlan = {
  plan,
  to: entries[0],
  basis: 'ran-well',
  skipped: [{ entry: entries[1], why: reason }],
} as unknown as Parameters<typeof rollbackLines>[0];
const findings: CheckFinding[] = [
  { check: 'bucket', state: 'failed', message: reason, remedy: subjects.long },
  { check: 'events', state: 'ok', message: subjects.wide },
];

const terminal = (columns: number) => stylesFor({ isTTY: true, columns }, { NO_COLOR: '1' });

/** What a command prints on a screen of so many columns. */
function printed(columns: number, print: (printer: Printer) => void): string[] {
  let text = '';
  const outlet: Outlet = { write: (more) => void (text += more), flushed: async () => undefined };
  print(createPrinter({ stdout: outlet, stderr: outlet, width: columns }));
  return stripVTControlCharacters(text).trimEnd().split('\n');
}

const commands: [string, (columns: number) => (printer: Printer) => void][] = [
  [
    'status',
    (columns) => (printer) =>
      printer.table(statusLines({ environments } as never, terminal(columns), { now })),
  ],
  [
    'history',
    (columns) => (printer) =>
      printer.table(
        historyLines(
          {
            tag: 'latest',
            environments: ['stage'],
            isTruncated: true,
            arePipelinesKnown: true,
            entries,
            activity: entries.map(({ versionId, writtenAt }) => ({ kind: 'move', at: writtenAt, versionId })),
          } as never,
          terminal(columns),
          now,
        ),
      ),
  ],
  ['prune', (columns) => (printer) => printer.table(pruneLines(prunePlan, terminal(columns), now))],
  ['promote --dry-run', () => (printer) => planLines(plan).forEach((line) => printer.line(line))],
  [
    'rollback --dry-run',
    () => (printer) => rollbackLines(rollbackPlan).forEach((line) => printer.line(line)),
  ],
  ['doctor', (columns) => (printer) => printer.table(doctorLines(findings, terminal(columns)))],
  ['a refusal', () => (printer) => printer.failed(reason, subjects.unbroken)],
  ['the last line', () => (printer) => printer.done(reason, {})],
];

const words = (text: string) => [...new Set(text.split(/\s+/))].filter((word) => word !== '·').sort();

describe.each([80, 120])('on a screen of %i columns', (columns) => {
  it.each(commands)('%s has no wider line, and says all that it says in a file', (_, command) => {
    const lines = printed(columns, command(columns));
    expect(lines.filter((line) => textWidth(line) > columns)).toEqual([]);
    expect(lines.filter((line) => line.endsWith(' '))).toEqual([]);
    const whole = printed(Infinity, command(Infinity)).join('\n');
    expect(words(whole).filter((word) => !contains(lines, word))).toEqual([]);
    // Names of columns are said again below a row; nothing else is said twice.
    expect(lines.join('').normalize().replace(/\s|·/g, '').length).toBeGreaterThanOrEqual(
      whole.normalize().replace(/\s/g, '').length,
    );
  });

  it('keeps an address whole, however long it is', () => {
    const line = `  prod: ${url}/executions/0123456789abcdef/timeline?region=eu-central-1`;
    expect(fitted(line, columns).some((part) => part.includes(line.split(' ').at(-1) ?? '?'))).toBe(true);
  });
});

/** Breaking a line takes spaces away, joins letters with their accents, and no more. */
function contains(lines: string[], word: string): boolean {
  return lines.join('').replace(/\s/g, '').normalize().includes(word.normalize());
}

it('puts below a row what there is no room for beside it, the least important first', () => {
  const lines = statusLines({ environments: environments.slice(0, 2) } as never, terminal(100), { now });
  expect(lines[0]).toMatch(/^environment +tag +commit +behind +since +pipeline$/);
  expect(lines[1]).toMatch(
    /^acceptance-europe +acceptance +aaaaaaaa +−1234 +2026-11-22 12:00Z +1 day ago +Failed$/,
  );
  expect(lines[2]).toMatch(/^ {4}by Maria-Theresia/);
});

it('has one line for each row where nothing limits it', () => {
  const lines = statusLines({ environments } as never, stylesFor({}), { now });
  expect(lines.slice(0, 5).map((line) => line.split(' ')[0])).toEqual([
    'environment',
    'acceptance-europe',
    'prod',
    'qa',
    'new',
  ]);
});

it('lets no broken line begin with a command to the log of CI', () => {
  const lines = printed(40, (printer) => printer.line(`${'word '.repeat(7)}::error::${'x'.repeat(30)}`));
  expect(lines.length).toBeGreaterThan(1);
  expect(lines.filter((line) => /^\s*::/.test(line))).toEqual([]);
});

it.each([
  [{ isTTY: true, columns: 132 }, 132],
  [{ isTTY: true, columns: 0 }, 80],
  [{ isTTY: true }, 80],
  [{ isTTY: false, columns: 100 }, Infinity],
  [{}, Infinity],
])('takes a screen of %j for %d columns wide', (stream, width) => {
  expect(screenWidth(stream)).toBe(width);
});

it.each([
  ['', 0],
  ['日本', 4],
  ['ｱ', 1],
  ['e\u0301', 1],
  ['👩‍👩‍👧‍👦', 2],
  ['🇯🇵', 2],
  ['−→…', 3],
  ['\u001b[31mred\u001b[39m', 3],
])('takes %j for %i columns', (text, width) => {
  expect(textWidth(text)).toBe(width);
});
