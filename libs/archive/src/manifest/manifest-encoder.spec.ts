import fc from 'fast-check';
import { sortedByPath } from '../paths/archive-path';
import { encodeManifest, manifestDigest, type ManifestEntry } from './manifest';
import { ManifestEncoder } from './manifest-encoder';

const entry = fc.record({
  path: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 3_000 }),
  mode: fc.constantFrom<0o644 | 0o755>(0o644, 0o755),
  size: fc.nat(),
  sha256: fc.stringMatching(/^[0-9a-f]{64}$/),
}) as fc.Arbitrary<ManifestEntry>;

test('gives the bytes and the digest of the whole manifest, in pieces', () => {
  fc.assert(
    fc.property(fc.array(entry, { minLength: 1, maxLength: 60, size: 'max' }), (entries) => {
      const files = sortedByPath(entries);
      const encoder = new ManifestEncoder();
      const pieces = [...encoder.encode(files)];
      expect(Buffer.concat(pieces).equals(encodeManifest({ version: 1, files }))).toBe(true);
      expect(encoder.digest()).toBe(manifestDigest({ version: 1, files }));
      expect(encoder.contentBytes).toBe(files.reduce((sum, { size }) => sum + size, 0));
    }),
    { numRuns: 40 },
  );
});
