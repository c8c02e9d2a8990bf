import { readlink, realpath } from 'node:fs/promises';
import { join, posix, relative, sep } from 'node:path';

/** A symlink on the way to a packed file: where it is, what it says, and where that leads; relative to the workspace. */
export interface Link {
  path: string;
  text: string;
  target: string;
}

const most = 40;

/** Finds where packed files really are, and each symlink on the way. */
export class Links {
  readonly found = new Map<string, Link>();
  private readonly texts = new Map<string, Promise<string | undefined>>();
  private realRoot: Promise<string> | undefined;

  constructor(private readonly root: string) {}

  /** The path of the file itself, relative to the workspace; `path` where it leads out of it, which packing refuses. */
  async follow(path: string): Promise<string> {
    const realRoot = await (this.realRoot ??= realpath(this.root));
    const real = await realpath(join(this.root, path)).catch(() => undefined);
    if (real === undefined) return path;
    const inside = relative(realRoot, real).split(sep).join('/');
    if (inside === path || inside.startsWith('../')) return path;
    await this.walk(path);
    return inside;
  }

  private async walk(path: string): Promise<void> {
    let pending = path.split('/');
    let at = '';
    for (let followed = 0; pending.length > 0 && followed < most;) {
      const [segment = '', ...rest] = pending;
      const next = posix.normalize(posix.join(at, segment));
      const text = await this.textOf(next);
      pending = rest;
      if (text === undefined) {
        at = next === '.' ? '' : next;
        continue;
      }
      const absolute = posix.isAbsolute(text) ? relative(await realpath(this.root), text) : undefined;
      const target = absolute ?? posix.normalize(posix.join(posix.dirname(next), text));
      this.found.set(next, { path: next, text, target });
      pending = [...target.split('/'), ...rest];
      at = '';
      followed += 1;
    }
  }

  private textOf(path: string): Promise<string | undefined> {
    const known = this.texts.get(path);
    if (known) return known;
    const text = readlink(join(this.root, path)).catch(() => undefined);
    this.texts.set(path, text);
    return text;
  }
}
