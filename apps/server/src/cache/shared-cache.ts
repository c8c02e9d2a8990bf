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
  /** Default 0: whoever asks next, asks again. */
  failure?: number;
}

/** How much is remembered. */
export interface MemoryLimits {
  answers: number;
  /** In all lists together: a list of commits is as long as a history, and a kilobyte holds three or four of them. */
  items: number;
}

const limits: MemoryLimits = { answers: 5_000, items: 200_000 };

/**
 * Answers to questions that many ask. The same question at the same time is asked once, however long an answer
 * counts. The longest unused answers are dropped when it is too much. Not lru-cache, whose fetch() shares calls as well:
 * here how long an answer counts depends on the answer and on who asks, by a clock that tests set, and what is forgotten
 * while it is under way is asked again.
 */
export class Memory {
  private readonly answers = new Map<string, Answer>();
  private items = 0;

  constructor(
    private readonly clock: Pick<Clock, 'now'>,
    private readonly most = limits,
  ) {}

  recall<T>(question: string, lifetime: Lifetime<T>, ask: () => Promise<T>): Promise<T> {
    const known = this.answers.get(question);
    if (known === undefined || !this.counts(known, lifetime)) return this.ask(question, ask);
    // Maps keep the order of insertion: what was used last is dropped last.
    this.answers.delete(question);
    this.answers.set(question, known);
    return known.promise as Promise<T>;
  }

  /** Whoever asks one of these next, asks again, even while an older question is under way. */
  forget(isMeant: (question: string) => boolean): void {
    for (const question of this.answers.keys()) if (isMeant(question)) this.drop(question);
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
      (value) => {
        answer.settled = { value };
        if (this.answers.get(question) !== answer) return;
        this.items += itemsOf(answer);
        this.makeRoom();
      },
      () => (answer.settled = 'failed'),
    );
    this.drop(question);
    this.answers.set(question, answer);
    this.makeRoom();
    return promise;
  }

  private makeRoom(): void {
    for (const oldest of this.answers.keys()) {
      if (this.answers.size <= this.most.answers && this.items <= this.most.items) break;
      this.drop(oldest);
    }
  }

  private drop(question: string): void {
    const answer = this.answers.get(question);
    if (answer === undefined) return;
    this.items -= itemsOf(answer);
    this.answers.delete(question);
  }
}

function itemsOf({ settled }: Answer): number {
  return typeof settled === 'object' && Array.isArray(settled.value) ? settled.value.length : 0;
}
