import { StringDecoder } from 'node:string_decoder';

const keptLines = 40;
const keptCharacters = 500;

/** Keeps the last lines that a process printed: 40 of them, each cut at 500 characters. */
export class LastOutput {
  private readonly kept: string[] = [];
  private readonly partial = new Map<string, { decoder: StringDecoder; text: string }>();

  constructor(private readonly onLine: (line: string) => void = () => undefined) {}

  /** `source` keeps the pieces of standard output and standard error apart. */
  hear(source: string, piece: Buffer): void {
    const pending = this.pending(source);
    const lines = (pending.text + pending.decoder.write(piece)).split(/\r?\n/);
    pending.text = (lines.pop() ?? '').slice(-keptCharacters * 20);
    for (const line of lines) this.keep(line);
  }

  get lines(): string[] {
    const unfinished = [...this.partial.values()]
      .map(({ text }) => text)
      .filter((text) => text.trim() !== '');
    return [...this.kept, ...unfinished.map(shorten)].slice(-keptLines);
  }

  private keep(line: string): void {
    if (line.trim() === '') return;
    this.kept.push(shorten(line));
    if (this.kept.length > keptLines) this.kept.shift();
    this.onLine(line);
  }

  private pending(source: string): { decoder: StringDecoder; text: string } {
    const known = this.partial.get(source);
    if (known) return known;
    const fresh = { decoder: new StringDecoder('utf8'), text: '' };
    this.partial.set(source, fresh);
    return fresh;
  }
}

function shorten(line: string): string {
  return line.length <= keptCharacters ? line : `${line.slice(0, keptCharacters)}…`;
}
