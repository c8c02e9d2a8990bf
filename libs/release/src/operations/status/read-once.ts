import type { Bucket } from '../../ports/bucket';

const reads = ['head', 'get', 'tags', 'versions'] as const;

/**
 * The same bucket for one look at it: what is asked twice, as of a tag that several environments watch, is read once. So
 * all that is shown of an object is of the same moment, too.
 */
export function readingOnce<B extends Bucket>(bucket: B): B {
  const answers = new Map<string, Promise<unknown>>();
  const own = Object.fromEntries(
    reads.map((name) => [
      name,
      (...args: unknown[]) => {
        const question = JSON.stringify([name, ...args]);
        const known = answers.get(question);
        if (known !== undefined) return known;
        const answer = (bucket[name] as (...all: unknown[]) => Promise<unknown>).apply(bucket, args);
        answers.set(question, answer);
        return answer;
      },
    ]),
  );
  return Object.assign(Object.create(bucket) as B, own);
}
