import type { FileHandle } from 'node:fs/promises';

const chunkBytes = 2 ** 20;

/**
 * The bytes of a file from `start` up to `end`, or to where it ends before that. The next chunk is read while one is used;
 * a chunk is good until the next one is asked for.
 */
export async function* fileChunks(handle: FileHandle, start = 0, end = Infinity): AsyncGenerator<Buffer> {
  let [buffer, other] = [Buffer.allocUnsafe(chunkBytes), Buffer.allocUnsafe(chunkBytes)];
  const readAt = async (at: number): Promise<Buffer> => {
    const { bytesRead } = await handle.read(buffer, 0, Math.min(chunkBytes, end - at), at);
    return buffer.subarray(0, bytesRead);
  };
  let reading = readAt(start);
  try {
    for (let at = start; at < end;) {
      const chunk = await reading;
      if (chunk.length === 0) return;
      at += chunk.length;
      [buffer, other] = [other, buffer];
      reading = at < end ? readAt(at) : reading;
      yield chunk;
    }
  } finally {
    // Whoever stops does not hear of what was read ahead, and the buffer is free only then.
    await reading.catch(() => undefined);
  }
}
