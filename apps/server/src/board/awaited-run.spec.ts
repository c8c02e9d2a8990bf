import { awaitsRun } from './awaited-run';

const writtenAt = '2026-11-20T10:00:00.000Z';
const soon = Date.parse(writtenAt) + 5_000;
const later = Date.parse(writtenAt) + 120_000;
const current = { commit: 'a', size: 1, writtenAt, versionId: 'v2' };

it.each([
  ['a run of the version before, a moment after the tag moved', current, 'v1', soon, true],
  ['no run yet, a moment after the tag moved', current, undefined, soon, true],
  ['a run of this very version', current, 'v2', soon, false],
  ['a run of the version before, and nothing came for long', current, 'v1', later, false],
  ['nothing on the tag', undefined, undefined, soon, false],
])('%s', (_, onTag, runVersionId, now, expected) => {
  expect(awaitsRun({ current: onTag }, runVersionId, now)).toBe(expected);
});
