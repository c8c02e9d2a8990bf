import fc from 'fast-check';
import { FileEncoder, filesOf, identityBytes, type PackedFile } from './packed-file';

const mode = fc.constantFrom<0o644 | 0o755>(0o644, 0o755);
const file: fc.Arbitrary<PackedFile> = fc.record({
  record: fc.record({
    path: fc.string({ unit: 'grapheme', maxLength: 300 }),
    mode,
    method: fc.constantFrom<0 | 8>(0, 8),
    crc32: fc.nat({ max: 0xffffffff }),
    size: fc.maxSafeNat(),
    compressedSize: fc.maxSafeNat(),
    hasDescriptor: fc.boolean(),
  }),
  sha256: fc.stringMatching(/^[0-9a-f]{64}$/),
  length: fc.maxSafeNat(),
  source: fc.record({
    identity: fc.uint8Array({ minLength: identityBytes, maxLength: identityBytes }),
    givenMode: fc.option(mode, { nil: undefined }),
    isSearched: fc.boolean(),
    isPointer: fc.boolean(),
  }),
});

test('gives back the files that were encoded, in order', () => {
  const encoder = new FileEncoder();
  fc.assert(
    fc.property(fc.array(file, { maxLength: 100, size: 'max' }), (files) => {
      for (const one of files) encoder.add(one);
      expect(encoder.count).toBe(files.length);
      const decoded = Array.from(filesOf(encoder.take()), (at, index) => ({
        record: at.record,
        sha256: at.sha256,
        length: at.length,
        source: {
          identity: files[index]!.source.identity,
          givenMode: at.givenMode,
          isSearched: at.isSearched,
          isPointer: at.isPointer,
        },
        isSame: at.hasIdentity(files[index]!.source.identity),
        isOther: at.hasIdentity(files[index]!.source.identity.map((byte) => byte ^ 1)),
      }));
      expect(decoded).toEqual(files.map((one) => ({ ...one, isSame: true, isOther: false })));
    }),
    { numRuns: 30 },
  );
});
