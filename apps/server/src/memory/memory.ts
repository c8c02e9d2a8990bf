import type { Clock } from '@sluice/release';

interface Answer {
  promise: Promise<unknown>;
  /** Milliseconds since 1970; when the question was asked. */
  at: number;
  /** Absent while the question is under way. */
  settled?: { value: unknown } | 'failed';
}

/** How long answers count, in milliseconds. */
export interface Lifetime<T> {
  answer: number | ((answer: T) => number);
  /** Default 0: whoever asks next, asks anew. */
  failure?: number;
}

/**
 * Answers to questions that many ask. The same question at the same time is asked once, however long an answer
 * counts. The longest unused answers are dropped when there are too many.
 */
export class Memory {
  private readonly answers = new Map<string, Answer>();

  constructor(
    private readonly clock: Pick<Clock, 'now'>,
    private readonly limit = 5_000,
  ) {}

  recall<T>(question: string, lifetime: Lifetime<T>, ask: () => Promise<T>): Promise<T> {
    const known = this.answers.get(question);
    if (known === undefined || !this.counts(known, lifetime)) return this.ask(question, ask);
    // Maps keep the order of insertion: what was used last is dropped last.
    this.answers.delete(question);
    this.answers.set(question, known);
    return known.promise as Promise<T>;
  }

  /** Whoever asks one of these next, asks anew, even while an older question is under way. */
  forget(isMeant: (question: string) => boolean): void {
    for (const question of this.answers.keys()) if (isMeant(question)) this.answers.delete(question);
  }

  private counts<T>({ at, settled }: Answer, { answer, failure = 0 }: Lifetime<T>): boolean {
    if (settled === undefined) return true;
    const age = this.clock.now() - at;
    if (settled === 'failed') return age < failure;
    return age < (typeof answer === 'number' ? answer : answer(settled.value as T));
  }

  private ask<T>(question: string, ask: () => Promise<T>): Promise<T> {
    const promise = ask();
    const answer: Answer = { promise, at: this.clock.now() };
    promise.then(
      (value) => (answer.settled = { value }),
      () => (answer.settled = 'failed'),
    );
    this.answers.delete(question);
    this.answers.set(question, answer);
    for (const oldest of this.answers.keys()) {
      if (this.answers.size <= this.limit) break;
      this.answers.delete(oldest);
    }
    return promise;
  }
}
