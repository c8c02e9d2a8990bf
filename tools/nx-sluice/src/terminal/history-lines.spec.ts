import type { Activity, History, HistoryEntry } from '@sluice/contract';
import { historyLines } from './history-lines';
import { stylesFor } from './styles';

const now = Date.UTC(2026, 10, 23, 12);
const plain = stylesFor({}, {});

function entry(more: Partial<HistoryEntry>): HistoryEntry {
  return {
    versionId: 'v',
    size: 1,
    writtenAt: new Date(now - 3 * 3_600_000).toISOString(),
    by: 'sluice',
    isCurrent: false,
    runs: [],
    ...more,
  };
}

function history(entries: HistoryEntry[], more: Partial<History> = {}): History {
  const rest = { tag: 'latest', environments: ['stage'], isTruncated: false, arePipelinesKnown: true };
  const numbered = entries.map((one, index) => ({ ...one, versionId: `v${index}` }));
  const kinds = { sluice: 'move', hand: 'hand-copy', removed: 'removal' } as const;
  const activity = numbered.map(({ by, writtenAt: at, versionId }) => ({ kind: kinds[by], at, versionId }));
  return { ...rest, entries: numbered, activity, ...more };
}

const run = {
  environment: 'stage',
  pipeline: 'p',
  executionId: 'e',
  status: 'Failed' as const,
  startedAt: '',
  updatedAt: '',
};

it('aligns who put what there, when, why, and how it ended', () => {
  const lines = historyLines(
    history([
      entry({
        commit: 'a'.repeat(40),
        isCurrent: true,
        author: 'Amy',
        actor: 'ida',
        subject: 'Fix it',
        reason: 'rolled back',
      }),
      entry({ commit: 'b'.repeat(40), actor: 'eve the elder', subject: 'Break it', runs: [run] }),
      entry({ by: 'removed' }),
      entry({ by: 'hand' }),
    ]),
    plain,
    now,
  );
  expect(lines).toEqual([
    '   commit                     when                            by             pipeline      author  subject   reason',
    '→  aaaaaaaa                   2026-11-23 09:00Z  3 hours ago  ida                          Amy     Fix it    rolled back',
    '   bbbbbbbb                   2026-11-23 09:00Z  3 hours ago  eve the elder  stage Failed          Break it',
    '   (removed)                  2026-11-23 09:00Z  3 hours ago',
    '   unknown (copied manually)  2026-11-23 09:00Z  3 hours ago',
  ]);
});

it('tells what was done without moving the tag, among the versions', () => {
  const at = new Date(now - 3 * 3_600_000).toISOString();
  const commit = 'b'.repeat(40);
  const told = (kind: Activity['kind'], more: Partial<Activity> = {}) => ({
    kind,
    at,
    actor: 'ida',
    ...more,
  });
  const { activity, ...rest } = history([entry({ commit })]);
  const done = [
    told('unhold', { reason: 'over' }),
    told('redeploy', { commit, environments: ['prod'], reason: 'the secret was rotated' }),
    told('undo-reject', { commit }),
    told('reject', { commit, reason: 'loses the cart' }),
    told('removal', { object: 'hold', actor: undefined }),
    told('hold', { reason: '\u001b[2Jaudit' }),
  ];
  expect(historyLines({ ...rest, activity: [...done, ...activity] }, plain, now).slice(1)).toEqual([
    '(hold removed)                 2026-11-23 09:00Z  3 hours ago  ida  over',
    '(redeploy of prod)             2026-11-23 09:00Z  3 hours ago  ida  the secret was rotated',
    '(bbbbbbbb no longer rejected)  2026-11-23 09:00Z  3 hours ago  ida',
    '(bbbbbbbb rejected)            2026-11-23 09:00Z  3 hours ago  ida  loses the cart',
    '(hold deleted manually)        2026-11-23 09:00Z  3 hours ago',
    '(hold)                         2026-11-23 09:00Z  3 hours ago  ida  \\u001b[2Jaudit',
    'bbbbbbbb                       2026-11-23 09:00Z  3 hours ago',
  ]);
});

it('tells the pages of what went wrong, or puts them behind the text on a terminal', () => {
  const url = 'https://console.test/e';
  const runs = [
    { ...run, url },
    { ...run, environment: 'qa', status: 'Succeeded' as const, url },
  ];
  const failed = history([
    entry({ commit: 'a'.repeat(40), runs }),
    entry({ runs: [{ ...run, status: 'Superseded', url }] }),
  ]);
  expect(historyLines(failed, plain, now).slice(3)).toEqual([
    'aaaaaaaa Failed in stage: https://console.test/e',
  ]);
  const linked = historyLines(failed, stylesFor({ isTTY: true }, { NO_COLOR: '1' }), now);
  expect(linked).toHaveLength(3);
  expect(linked[1]).toContain(`\u001b]8;;${url}\u001b\\stage Failed, qa Succeeded\u001b]8;;\u001b\\`);
});

it.each([
  [{ isTTY: true }, { CI: 'true' }],
  [{ isTTY: true }, { TERM: 'dumb' }],
  [{}, { FORCE_COLOR: '1' }],
])('has no links on %p with %p', (stream, env) => {
  expect(stylesFor(stream, env).link('text', 'https://console.test/e')).toBe('text');
});

it.each(['https://console.test/\u001b\\evil', 'file:///etc/passwd', undefined])('never links %p', (url) => {
  expect(stylesFor({ isTTY: true }, {}).link('text', url)).toBe('text');
});

it('keeps a hostile subject on its line, and out of the terminal', () => {
  const subject = `\u001b[2J\nnext\u202e ${'x'.repeat(200)}`;
  const [, line] = historyLines(history([entry({ subject })]), plain, now);
  expect(line).not.toMatch(/[\u0000-\u001f\u202e]/);
  expect(line).toContain('x'.repeat(200));
});

it('says when there is nothing, or more', () => {
  expect(historyLines(history([]), plain)).toEqual(['"latest" has no history.']);
  expect(historyLines(history([entry({})], { isTruncated: true }), plain).at(-1)).toContain('--limit');
});

it.each([
  [{}, { isTTY: false }, false],
  [{}, { isTTY: true }, true],
  [{ NO_COLOR: '1' }, { isTTY: true }, false],
  [{ NO_COLOR: '' }, { isTTY: true }, true],
  [{ FORCE_COLOR: '1' }, {}, true],
  [{ TERM: 'dumb' }, { isTTY: true }, false],
])('with %p on %p, color is %p', (env, stream, isColored) => {
  expect(stylesFor(stream, env).red('x') !== 'x').toBe(isColored);
});
