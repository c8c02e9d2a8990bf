import { createHash } from 'node:crypto';

/** Equal for equal JSON, and short: what an ETag holds. */
export function versionOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 27);
}
