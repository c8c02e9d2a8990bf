import { codePoint } from '@sluice/testing';
import fc from 'fast-check';
import { decodeRecord, encodeRecord, isNamespace, isTaskHash } from './entry';

it('keeps the record of an entry within the metadata that S3 takes, and gives it back', () => {
  const text = fc.string({ unit: codePoint, maxLength: 700 });
  fc.assert(
    fc.property(fc.record({ run: text, actor: text }), ({ run, actor }) => {
      const record = { sha256: 'a'.repeat(64), hash: '12', commit: 'c'.repeat(40), run, actor, seconds: 1.5 };
      const metadata = encodeRecord(record);
      const size = Object.entries(metadata).reduce(
        (sum, [name, value]) => sum + name.length + value.length,
        0,
      );
      expect(size).toBeLessThanOrEqual(2048);
      expect(Object.values(metadata).join('')).toMatch(/^[\x21-\x7e]*$/);
      const { run: readRun = '', ...rest } = decodeRecord({ metadata }) ?? {};
      expect(run.replace(/[\ud800-\udfff]/gu, '\ufffd').startsWith(readRun)).toBe(true);
      expect(rest).toMatchObject({ sha256: record.sha256, hash: '12', commit: record.commit, seconds: 1.5 });
    }),
    { numRuns: 20 },
  );
});

it.each<Record<string, string>>([{}, { sha256: 'a'.repeat(64) }, { sha256: 'short', hash: '1' }])(
  'takes %j for no record',
  (metadata) => {
    expect(decodeRecord({ metadata })).toBeUndefined();
  },
);

it('ignores a duration that is none', () => {
  const metadata = { sha256: 'a'.repeat(64), hash: '1', seconds: '-3' };
  expect(decodeRecord({ metadata })).toEqual({ sha256: 'a'.repeat(64), hash: '1' });
});

it.each([
  ['main', true],
  ['pr/7', true],
  ['pr/AROAEXAMPLE:12', true],
  ['pr/7/8', false],
  ['pr/', false],
  ['main/', false],
  ['../main', false],
])('takes "%s" for a namespace: %p', (text, expected) => {
  expect(isNamespace(text)).toBe(expected);
});

it.each([
  ['13456789012345678901', true],
  ['', false],
  ['a/b', false],
  ['..', false],
  ['1'.repeat(129), false],
])('takes "%s" for the hash of a task: %p', (text, expected) => {
  expect(isTaskHash(text)).toBe(expected);
});
