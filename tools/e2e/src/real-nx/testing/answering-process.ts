import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** A process of the real Nx that stays, and answers one question after the other: a start for each costs more than a second. */
export class AnsweringProcess {
  private readonly child: ChildProcess;

  /** @param program a file in this folder that answers each message with `{ answer }` or `{ error }` */
  constructor(program: string, options: { cwd: string; env: NodeJS.ProcessEnv }) {
    const stdio = ['ignore', 'ignore', 'inherit', 'ipc'] as const;
    this.child = fork(join(__dirname, program), { ...options, stdio: [...stdio] });
  }

  async ask<T>(question: object): Promise<T> {
    this.child.send(question);
    const ended = new AbortController();
    const end = () => ended.abort(new Error('The process of Nx ended.'));
    this.child.once('exit', end);
    const answered = once(this.child, 'message', { signal: ended.signal });
    const [{ answer, error }] = (await answered) as [{ answer: T; error?: string }];
    this.child.off('exit', end);
    if (error !== undefined) throw new Error(error);
    return answer;
  }

  async end(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.disconnect();
    await ended;
  }
}
