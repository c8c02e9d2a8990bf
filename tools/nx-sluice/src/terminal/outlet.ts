/** Where text goes, and when all of it is there. */
export interface Outlet {
  write(text: string): void;
  /** Resolves when what was written has left this process, or when nobody reads it any more. */
  flushed(): Promise<void>;
}

/** Kept on the stream, because the streams of a process outlive a module that is loaded from more than one place. */
const isGuarded = Symbol.for('sluice: a closed reader is ignored');

/**
 * A stream of this process. Nx ends an executor's process as soon as the executor resolves, and a pipe takes some
 * 64 KB at a time: what was not waited for would be cut off.
 */
export function outletTo(stream: NodeJS.WritableStream): Outlet {
  ignoreClosedReader(stream);
  let last = Promise.resolve();
  return {
    write: (text) => {
      // A stream calls back in the order of its writes, so the last one speaks for all.
      last = new Promise((resolve) => stream.write(text, () => resolve()));
    },
    flushed: () => last,
  };
}

/**
 * Whoever reads the output may stop early, as `head` does. The work continues anyway: a promotion must not end
 * half-way because nobody listens.
 */
function ignoreClosedReader(stream: NodeJS.WritableStream & { [isGuarded]?: true }): void {
  if (stream[isGuarded]) return;
  stream[isGuarded] = true;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}
