import { setTimeout as delay } from 'node:timers/promises';

/** Asks every 10 ms until the answer is not `undefined` or `false`; fails after 30 seconds. */
export async function eventually<T>(
  ask: () => T | Promise<T>,
  what = 'it',
): Promise<Exclude<NonNullable<T>, false>> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== null && answer !== false)
      return answer as Exclude<NonNullable<T>, false>;
    if (Date.now() > deadline) throw new Error(`Waited 30 seconds, and ${what} did not happen.`);
    await delay(10);
  }
}
