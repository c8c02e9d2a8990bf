import type { ReleaseEvent } from '@sluice/release';
import { bytes, count, shortDigest } from './text';

export function eventLine(event: ReleaseEvent): string {
  switch (event.kind) {
    case 'verified':
      return `Verified ${count(event.files, 'file')}, ${bytes(event.size)}, digest ${shortDigest(event.digest)}.`;
    case 'uploading':
      return `Uploading ${event.key} (${bytes(event.size)}).`;
    case 'copying':
      return `Copying ${event.from} to ${event.to} inside the bucket.`;
    case 'retrying':
      return `Checking ${event.key} again: ${event.why}.`;
    case 'warning':
      return `Warning: ${event.message}`;
  }
}
