import { setTimeout as pause } from 'node:timers/promises';

const timeoutMs = 30_000;

/** Asks until the answer is not `false` or `undefined`; fails after half a minute. */
export async function eventually<T>(
  what: string,
  ask: () => T | Promise<T>,
): Promise<Exclude<NonNullable<T>, false>> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== null && answer !== false)
      return answer as Exclude<NonNullable<T>, false>;
    if (Date.now() > deadline) throw new Error(`Waited 30 seconds in vain for ${what}.`);
    await pause(10);
  }
}
