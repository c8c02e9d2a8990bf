import { codePoint } from '@sluice/testing';
import fc from 'fast-check';
import { decodeMetadata, encodeMetadata } from './metadata';

const sha = 'a'.repeat(40);

interface Texts {
  subject: string;
  author: string;
  actor: string;
  run: string;
  reason: string;
}

/** Everything else as long as it gets. */
const encode = (texts: Texts) =>
  encodeMetadata({
    commit: sha,
    digest: 'b'.repeat(100),
    project: 'p'.repeat(200),
    deployId: '01234567-89ab-cdef-0123-456789abcdef',
    committedAt: '2026-01-01T00:00:00.000Z'.repeat(5),
    previous: sha,
    replaces: 'v'.repeat(100),
    tag: 't'.repeat(32),
    operation: 'rollback',
    ...texts,
  });

/** As S3 counts it. */
const sizeOf = (encoded: Record<string, string>) =>
  Object.entries(encoded).reduce((sum, [name, value]) => sum + name.length + value.length, 0);

it('keeps hostile text within what S3 takes, and gives it back', () => {
  const text = fc.string({ unit: codePoint, maxLength: 4000 });
  fc.assert(
    fc.property(fc.record({ subject: text, author: text, actor: text, run: text, reason: text }), (texts) => {
      const encoded = encode(texts);
      expect(sizeOf(encoded)).toBeLessThanOrEqual(2048);
      for (const value of Object.values(encoded))
        expect(value).toMatch(/^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/);
      const decoded = decodeMetadata({ metadata: encoded });
      const plain = texts.subject
        .replace(/[\ud800-\udfff]/gu, '\ufffd')
        .replace(/\s+/g, ' ')
        .trim();
      const told = decoded.subject ?? '';
      expect(told === plain || (told.endsWith('…') && plain.startsWith(told.slice(0, -1)))).toBe(true);
      expect(decoded).toMatchObject({ commit: sha, previous: sha });
    }),
  );
});

it('stays within 2 KB where every text is too long', () => {
  const long = 'x'.repeat(4000);
  const encoded = encode({ subject: long, author: long, actor: long, run: long, reason: long });
  expect(sizeOf(encoded)).toBeLessThanOrEqual(2048);
});

it('gives back a short subject whole', () => {
  const subject = 'fix: 100 % of "ünïcode" \u{1f600}, $(rm -rf /) & <script>';
  const encoded = encodeMetadata({ commit: sha, digest: 'd', deployId: 'x', subject });
  expect(decodeMetadata({ metadata: encoded }).subject).toBe(subject);
  expect(encoded['codepipeline-artifact-revision-summary']).toContain('aaaaaaaa fix: 100 %25');
});

it('shows where a long text was cut', () => {
  const encoded = encodeMetadata({ commit: sha, digest: 'd', deployId: 'x', subject: 'ж'.repeat(80) });
  expect(decodeMetadata({ metadata: encoded }).subject).toMatch(/^ж{31}…$/);
});

it('takes objects that were copied manually as they are', () => {
  expect(decodeMetadata({ metadata: { commit: '../etc', subject: '%zz' } })).toMatchObject({
    commit: undefined,
    subject: '%zz',
  });
});
