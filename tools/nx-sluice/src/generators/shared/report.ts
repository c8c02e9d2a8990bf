import { logger } from '@nx/devkit';

/** What a generator tells: what it changed, what it left as it was, and what the person does next. */
export class Report {
  readonly done: string[] = [];
  readonly next: string[] = [];

  /** Adds the sentence when something changed. */
  note(changed: boolean, sentence: string): void {
    if (changed) this.done.push(sentence);
  }

  print(): void {
    if (this.done.length === 0) logger.info('Nothing to change: all of it is there already.');
    for (const line of this.done) logger.info(`- ${line}`);
    if (this.next.length === 0) return;
    logger.info('\nNext:');
    for (const line of this.next) logger.info(`  ${line}`);
  }
}
