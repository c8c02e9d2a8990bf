import { bytes, count } from './text';

it('counts and measures for people', () => {
  expect([count(1, 'file'), count(0, 'file'), count(1234, 'commit')]).toEqual([
    '1 file',
    '0 files',
    '1,234 commits',
  ]);
  expect([bytes(0), bytes(999), bytes(1500), bytes(808_000), bytes(4_300_000)]).toEqual([
    '0 B',
    '999 B',
    '1.5 KB',
    '808 KB',
    '4.3 MB',
  ]);
});
