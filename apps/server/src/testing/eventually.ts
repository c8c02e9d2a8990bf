import { setTimeout as sleep } from 'node:timers/promises';

const timeoutMs = 30_000;

/** Waits until `find` finds something; a test that waits in vain says for what. */
export async function eventually<T>(
  find: () => Promise<T | undefined> | T | undefined,
  what: string,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const found = await find();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`Waited in vain for ${what}.`);
    await sleep(20);
  }
}
