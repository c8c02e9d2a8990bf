import { stylesFor } from './styles';
import { failedLines, pruneLines, sparedLines } from './prune-lines';

const now = Date.UTC(2026, 10, 23, 12);
const plain = stylesFor({}, {});
const kept = { recent: 20, needed: 3, newest: 0, rejected: 1, foreign: 0 };
const prunable = (name: string, size: number, subject?: string) => ({
  commit: name.repeat(40),
  key: `app/${name.repeat(40)}.zip`,
  size,
  writtenAt: new Date(now - 120 * 86_400_000).toISOString(),
  subject,
});
const plan = { archives: 26, before: '', size: 0, notExamined: 0, kept };

it('lists what would go with its size, and why the others stay', () => {
  const toDelete = [
    prunable('a', 4_300_000, 'Add a door'),
    prunable('b', 900, `Hide \u001b[2J${'x'.repeat(99)}`),
  ];
  const lines = pruneLines({ ...plan, toDelete }, plain, now);
  expect(lines.slice(0, 2)).toEqual([
    'commit    published                        size    subject',
    'aaaaaaaa  2026-07-26 12:00Z  4 months ago  4.3 MB  Add a door',
  ]);
  expect(lines[2]).toMatch(/^bbbbbbbb .* 900 B {3}Hide \\u001b\[2Jx{99}$/);
  expect(lines[3]).toBe('Kept: 20 recent, 3 used by a version of a tag, 1 rejected.');
});

it('has no table where nothing goes', () => {
  expect(pruneLines({ ...plan, toDelete: [] }, plain, now)).toHaveLength(1);
  expect(
    pruneLines({ ...plan, toDelete: [], kept: { ...kept, recent: 0, needed: 0, rejected: 0 } }, plain),
  ).toEqual([]);
});

it('says what was spared', () => {
  const spared = [{ ...prunable('a', 1), why: 'it was rejected' }];
  expect(sparedLines({ deleted: [], size: 0, spared, failed: [] })).toEqual([
    'aaaaaaaa was kept: it was rejected.',
  ]);
});

it('says which archives of the plan nobody has looked at yet', () => {
  const toDelete = [prunable('a', 1), prunable('b', 1)];
  const lines = pruneLines({ ...plan, toDelete, notExamined: 1 }, plain, now);
  expect(lines.at(-1)).toMatch(/^1 archive at the end of the plan is known only from the listing/);
});

it('names what the bucket would not delete, and why', () => {
  const failed = [{ ...prunable('a', 1), why: 'AccessDenied' }];
  expect(failedLines({ deleted: [], size: 0, spared: [], failed })).toEqual([
    `app/${'a'.repeat(40)}.zip was not deleted: AccessDenied.`,
  ]);
});
