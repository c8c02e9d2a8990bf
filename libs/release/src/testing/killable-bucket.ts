import type { MemoryBucket } from './memory-bucket';

/** Nobody can catch what ends a process; it looks like an error here, and nothing works any more after it. */
export class Killed extends Error {}

/** The end of a process: at its call of the bucket with this number, before or after that took effect. */
export interface Kill {
  call: number;
  when: 'before' | 'after';
}

/** The bucket as a process sees it that is killed, and how many calls it made. */
export function killable(bucket: MemoryBucket, kill?: Kill): { bucket: MemoryBucket; calls: () => number } {
  let calls = 0;
  let isDead = false;
  const begin = () => {
    if (isDead) throw new Killed();
    calls += 1;
    if (kill?.call !== calls || kill.when === 'after') return calls;
    isDead = true;
    throw new Killed();
  };
  const end = (call: number) => {
    isDead ||= kill?.when === 'after' && kill.call === call;
    if (isDead) throw new Killed();
  };
  const proxy = new Proxy(bucket, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      const call = value as (...args: unknown[]) => unknown;
      if (name === 'list' || name === 'versionsBelow') {
        return async function* (...args: unknown[]) {
          const number = begin();
          yield* call.apply(target, args) as AsyncIterable<unknown>;
          end(number);
        };
      }
      return async (...args: unknown[]) => {
        const number = begin();
        const answer = await call.apply(target, args);
        end(number);
        return answer;
      };
    },
  });
  return { bucket: proxy, calls: () => calls };
}
