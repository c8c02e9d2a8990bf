import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { manifestDigest, type Manifest } from '@sluice/archive';
import { inRepository } from './repository';

const appFiles: Record<string, string> = {
  'app/server/main.js': 'console.log("server")',
  'app/client/build/index.html': '<p>ünï</p>',
  'app/client/build/assets/a b.js': 'x',
  'app/server/run.sh': '#!/bin/sh\n',
};

/**
 * An archive as CodePipeline unpacks it: a small app and this repository's aws/, with a manifest that says so.
 *
 * @param other files over these, by path
 * @returns the archive's digest
 */
export function unpackArchive(folder: string, other: Record<string, string> = {}): string {
  const all: Record<string, string> = { ...appFiles };
  for (const name of readdirSync(inRepository('aws'))) {
    all[`aws/${name}`] = readFileSync(inRepository('aws', name), 'utf8');
  }
  Object.assign(all, other);
  const manifest: Manifest = { version: 1, files: [] };
  for (const [path, text] of Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1))) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
    const mode = path.endsWith('.sh') ? 0o755 : 0o644;
    chmodSync(join(folder, path), mode);
    const sha256 = createHash('sha256').update(text).digest('hex');
    manifest.files.push({ path, mode, size: Buffer.byteLength(text), sha256 });
  }
  writeFileSync(join(folder, 'sluice-manifest.json'), JSON.stringify(manifest));
  return manifestDigest(manifest);
}
