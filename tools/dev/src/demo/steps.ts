import { SluiceError } from '@sluice/release';
import { printable } from 'nx-sluice';
import type { ToolLog } from 'nx-sluice';

/** What a command printed that matters here, and how it ended. */
export interface Outcome {
  code: number;
  lines: string[];
}

export interface Expected {
  /** Exit codes that the step takes for right; absent: 0. */
  codes?: number[];
  /** How many of the last lines are shown. */
  show?: number;
}

/** Shows numbered steps: for each the command that runs and the lines in which it says what became of it. */
export class Steps {
  private count = 0;

  constructor(private readonly log: ToolLog) {}

  step(title: string): void {
    this.count += 1;
    this.say(`\n${this.count}. ${title}`);
    this.log.write(`\n=== ${this.count}. ${title}\n`);
  }

  /** @throws SluiceError `failed` with the end of the log when the command ends otherwise than expected. */
  async run(
    command: string,
    start: () => Promise<Outcome>,
    { codes = [0], show = 3 }: Expected = {},
  ): Promise<Outcome> {
    this.say(`   $ ${command}`);
    const outcome = await start();
    if (!codes.includes(outcome.code)) {
      throw new SluiceError(
        'failed',
        `"${command}" exited with code ${outcome.code}; expected ${codes.join(' or ')}.\n${this.log.tail()}`,
        `The complete output is in ${this.log.path}.`,
      );
    }
    for (const line of outcome.lines.slice(-show)) this.say(`   ${line}`);
    if (outcome.code !== 0) this.say(`   (exit code ${outcome.code}, as expected)`);
    return outcome;
  }

  say(text: string): void {
    process.stdout.write(`${text.split('\n').map(printable).join('\n')}\n`);
  }
}
