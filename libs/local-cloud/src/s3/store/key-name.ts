import { join } from 'node:path';

/** File systems allow 255 bytes per name, S3 1,024 per key: longer keys continue in a folder marked with `~`. */
const longestName = 200;
const continued = '~';

/** The path of a key's folder: lower case only, so that `A` and `a` differ on every file system. */
export function keyPath(key: string): string {
  const encoded = Array.from(Buffer.from(key, 'utf8'), encodeByte).join('');
  const names: string[] = [];
  for (let start = 0; start < encoded.length; start += longestName) {
    const name = encoded.slice(start, start + longestName);
    const last = start + longestName >= encoded.length;
    names.push((name.startsWith('.') ? `%2e${name.slice(1)}` : name) + (last ? '' : continued));
  }
  return join(...names);
}

/** The key of a folder, from the names on the way to it. */
export function keyOf(names: readonly string[]): string {
  return decodeURIComponent(names.map((name) => (isContinued(name) ? name.slice(0, -1) : name)).join(''));
}

export function isContinued(name: string): boolean {
  return name.endsWith(continued);
}

/** S3 lists keys in the order of their UTF-8 bytes, which differs from JavaScript's above U+D7FF. */
export function compareKeys(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const x = a.charCodeAt(index);
    const y = b.charCodeAt(index);
    if (x !== y) return rank(x) - rank(y);
  }
  return a.length - b.length;
}

function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

function encodeByte(byte: number): string {
  const char = String.fromCharCode(byte);
  return /[a-z0-9._-]/.test(char) ? char : `%${byte.toString(16).padStart(2, '0')}`;
}
