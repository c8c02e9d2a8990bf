import type { MemoryBucket } from './memory-bucket';

/** The bucket of somebody during whose call with this number `act` happens, and how many calls they made. */
export function interrupted(
  bucket: MemoryBucket,
  call: number,
  act: () => Promise<unknown>,
): { bucket: MemoryBucket; calls: () => number } {
  let calls = 0;
  const proxy = new Proxy(bucket, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      return async (...args: unknown[]) => {
        const answer: unknown = await (value as (...all: unknown[]) => unknown).apply(target, args);
        calls += 1;
        if (calls === call) await act();
        return answer;
      };
    },
  });
  return { bucket: proxy, calls: () => calls };
}
