import type { Tree } from '@nx/devkit';
import { parse, printParseErrorCode, type JSONPath, type ParseError } from 'jsonc-parser';
import { withElement, withMoved, withValue } from './json-text';

const byteOrderMark = '\ufeff';

/**
 * A JSON file of the user, changed in place: comments, order, indentation and line ends stay as they are, and a value
 * that is there already changes nothing.
 */
export class JsonFile {
  private readonly mark: string;
  private text: string;

  /** @throws Error when the file is no JSON; comments and trailing commas are allowed. */
  constructor(
    private readonly tree: Tree,
    readonly path: string,
  ) {
    const text = tree.read(path, 'utf8') ?? '{}\n';
    this.mark = text.startsWith(byteOrderMark) ? byteOrderMark : '';
    this.text = text.slice(this.mark.length);
    this.parsed();
  }

  get(at: JSONPath): unknown {
    return at.reduce<unknown>(
      (value, key) =>
        typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined,
      this.parsed(),
    );
  }

  /** @returns whether anything changed */
  set(at: JSONPath, value: unknown): boolean {
    if (JSON.stringify(this.get(at)) === JSON.stringify(value)) return false;
    this.text = withValue(this.text, at, value);
    return true;
  }

  /** Moves a value with the comments within it; nothing changes where there is none. */
  move(from: JSONPath, to: JSONPath): void {
    this.text = withMoved(this.text, from, to);
  }

  /** Sets what has no value yet, whatever that value is. */
  setIfMissing(at: JSONPath, value: unknown): boolean {
    return this.get(at) === undefined && this.set(at, value);
  }

  /** Adds one element at the end of an array, which need not exist yet. */
  append(at: JSONPath, value: unknown): void {
    this.text = withElement(this.text, at, value);
  }

  save(): void {
    this.tree.write(this.path, this.mark + this.text);
  }

  private parsed(): unknown {
    const errors: ParseError[] = [];
    const value: unknown = parse(this.text, errors, { allowTrailingComma: true });
    const [error] = errors;
    if (error === undefined) return value;
    const line = this.text.slice(0, error.offset).split('\n').length;
    throw new Error(
      `${this.path} is not valid JSON: ${printParseErrorCode(error.error)} in line ${line}. Correct it, then run the generator again.`,
    );
  }
}
