import { SluiceError } from '@sluice/release';

/** @throws SluiceError `usage` when both --json and another form for programs are asked for. */
export function requireOneForm({ json, format = 'text' }: { json?: boolean; format?: string }): void {
  if (json !== true || format === 'text') return;
  throw new SluiceError('usage', `Both --json and --format=${format} are given.`, 'Pass one of them.');
}
