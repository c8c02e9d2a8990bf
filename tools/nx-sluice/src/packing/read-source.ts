import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';

/** The first line of what Git LFS commits in place of a large file; such a pointer is shorter than 1024 bytes. */
const pointerLine = 'version https://git-lfs.github.com/spec/v1\n';
const longestPointer = 1024;
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
  let start = '';
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    blob.update(chunk);
    sha256.update(chunk);
    if (size < longestPointer) start += chunk.toString('latin1');
  }
  return {
    blob: blob.digest('hex'),
    mode: mode & ownerMayExecute ? '100755' : '100644',
    sha256: sha256.digest('hex'),
    isPointer: isPointer(start),
  };
}

/** Of a file whose size is known. */
export async function isPointerFile(file: string, size: number): Promise<boolean> {
  if (size <= pointerLine.length || size >= longestPointer) return false;
  const handle = await open(file, 'r');
  try {
    const { buffer } = await handle.read(Buffer.alloc(size), 0, size, 0);
    return isPointer(buffer.toString('latin1'));
  } finally {
    await handle.close();
  }
}

export function nameLink(text: string, objectFormat: 'sha1' | 'sha256'): string {
  const bytes = Buffer.from(text);
  return createHash(objectFormat).update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

function isPointer(text: string): boolean {
  return text.startsWith(pointerLine) && /^oid sha256:[0-9a-f]{64}$/m.test(text);
}
