import fc from 'fast-check';
import { deflateRawSync } from 'node:zlib';
import { noise } from '../testing/noise';
import { compressed, deflateOptions, deflateOptionsOf } from './compress';

/** Bytes without any order, out of an alphabet. */
function shuffled(length: number, alphabet: Uint8Array, seed: number): Buffer {
  return noise(length, String(seed)).map((byte) => alphabet[byte % alphabet.length]!) as Buffer;
}

test('compresses whatever has at most 128 different bytes, as a trial of the samples would tell', () => {
  const alphabet = fc.uint8Array({ minLength: 1, maxLength: 128, size: 'max' });
  fc.assert(
    fc.property(alphabet, fc.integer({ min: 8_192, max: 40_000 }), fc.nat(), (bytes, length, seed) => {
      const content = shuffled(length, bytes, seed);
      const sample = content.subarray(0, 4096);
      expect(deflateRawSync(sample, deflateOptions).length).toBeLessThan(sample.length * 0.98);
      const options = deflateOptionsOf(length);
      expect(compressed(content).equals(deflateRawSync(content, options))).toBe(true);
    }),
    { numRuns: 60 },
  );
});
