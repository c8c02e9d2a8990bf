const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];

/** "512 bytes", "1.5 MB", "23 MB": powers of 1000, as S3 consoles and disks count. */
export function byteSize(bytes: number): string {
  const step = bytes < 1 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), units.length - 1);
  const value = bytes / 1000 ** step;
  return `${step > 0 && value < 10 ? value.toFixed(1) : Math.round(value)} ${units[step]}`;
}
