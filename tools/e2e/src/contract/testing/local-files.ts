import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LocalFile } from '@sluice/release';

/** Files to upload, in a temporary folder of their own. */
export class LocalFiles {
  private readonly folder = mkdtempSync(join(tmpdir(), 'sluice-contract-'));
  private made = 0;

  write(content: string | Uint8Array): LocalFile {
    const path = join(this.folder, String((this.made += 1)));
    const bytes = Buffer.from(content);
    writeFileSync(path, bytes);
    return { path, size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  }

  dispose(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
