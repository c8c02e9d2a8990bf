import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { isLfsPointer } from '@sluice/archive';

const ownerMayExecute = 0o100;

/** A file as git would name and list it; `sha256` is of its bytes alone. */
export interface ReadSource {
  blob: string;
  mode: '100644' | '100755';
  sha256: string;
  isPointer: boolean;
}

/** Reads a file once, and names it as git does when nothing is converted. */
export async function readSource(file: string, objectFormat: 'sha1' | 'sha256'): Promise<ReadSource> {
  const { size, mode } = await stat(file);
  const blob = createHash(objectFormat).update(`blob ${size}\0`);
  const sha256 = createHash('sha256');
  let isPointer = false;
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    blob.update(chunk);
    sha256.update(chunk);
    if (chunk.length === size) isPointer = isLfsPointer(chunk);
  }
  return {
    blob: blob.digest('hex'),
    mode: mode & ownerMayExecute ? '100755' : '100644',
    sha256: sha256.digest('hex'),
    isPointer,
  };
}

export function nameLink(text: string, objectFormat: 'sha1' | 'sha256'): string {
  const bytes = Buffer.from(text);
  return createHash(objectFormat).update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}
