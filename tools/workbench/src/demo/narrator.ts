import { printable } from 'nx-sluice';

/** Tells a story in numbered chapters. */
export class Narrator {
  private chapters = 0;

  chapter(title: string): void {
    this.chapters += 1;
    this.say(`\n── ${this.chapters}. ${title}\n`);
  }

  say(text: string): void {
    process.stdout.write(`${text.split('\n').map(printable).join('\n')}\n`);
  }
}
