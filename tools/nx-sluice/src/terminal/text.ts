export { shortSha } from '@sluice/release';
export { printable } from './printable';

/** 12 hex digits tell digests apart for people. */
export function shortDigest(digest: string): string {
  return digest.slice(0, 12);
}

export function bytes(size: number): string {
  const units = ['B', 'KB', 'MB', 'GB'];
  let value = size;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

export function count(number: number, noun: string): string {
  return `${grouped(number)} ${noun}${number === 1 ? '' : 's'}`;
}

/** 6,000: what `toLocaleString` loads first takes 15 ms. Whole numbers only. */
export function grouped(number: number): string {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ',');
}
