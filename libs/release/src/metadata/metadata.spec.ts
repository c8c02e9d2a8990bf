import fc from 'fast-check';
import { decodeMetadata, encodeMetadata } from './metadata';

const sha = 'a'.repeat(40);

it('keeps hostile text within what S3 takes, and gives it back', () => {
  const text = fc.string({ unit: 'binary', maxLength: 4000 });
  fc.assert(
    fc.property(text, text, text, text, text, (subject, author, actor, run, reason) => {
      const encoded = encodeMetadata({
        commit: sha,
        digest: 'b'.repeat(100),
        deployId: '01234567-89ab-cdef-0123-456789abcdef',
        committedAt: '2026-01-01T00:00:00.000Z'.repeat(5),
        previous: sha,
        replaces: 'v'.repeat(100),
        subject,
        author,
        actor,
        run,
        reason,
      });
      const size = Object.entries(encoded).reduce(
        (sum, [name, value]) => sum + name.length + value.length,
        0,
      );
      expect(size).toBeLessThanOrEqual(2048);
      for (const value of Object.values(encoded))
        expect(value).toMatch(/^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/);
      const decoded = decodeMetadata({ metadata: encoded });
      const plain = subject
        .replace(/[\ud800-\udfff]/gu, '\ufffd')
        .replace(/\s+/g, ' ')
        .trim();
      expect(plain.startsWith(decoded.subject ?? '')).toBe(true);
      expect(decoded).toMatchObject({ commit: sha, previous: sha });
    }),
  );
});

it('gives back a short subject whole', () => {
  const subject = 'fix: 100 % of "ünïcode" \u{1f600}, $(rm -rf /) & <script>';
  const encoded = encodeMetadata({ commit: sha, digest: 'd', deployId: 'x', subject });
  expect(decodeMetadata({ metadata: encoded }).subject).toBe(subject);
  expect(encoded['codepipeline-artifact-revision-summary']).toContain('aaaaaaaa fix: 100 %25');
});

it('takes objects that were copied by hand as they are', () => {
  expect(decodeMetadata({ metadata: { commit: '../etc', subject: '%zz' } })).toMatchObject({
    commit: undefined,
    subject: '%zz',
  });
});
