import { quoted } from './printable';

interface Taken {
  path: string;
  kind: 'file' | 'folder';
}

/** The name under which macOS and Windows would find a path: letter case and Unicode composition do not count there. */
function folded(path: string): string {
  return path.normalize('NFC').toLowerCase().normalize('NFC');
}

/** Remembers the paths of one archive, and tells the ones that cannot live beside those that came before. */
export class PathRegister {
  private readonly taken = new Map<string, Taken>();

  /** Adds a file; returns what stands in its way, as the rest of a sentence about it, or undefined. */
  add(path: string): string | undefined {
    for (let slash = path.indexOf('/'); slash !== -1; slash = path.indexOf('/', slash + 1)) {
      const conflict = this.claim({ path: path.slice(0, slash), kind: 'folder' });
      if (conflict) return conflict;
    }
    return this.claim({ path, kind: 'file' });
  }

  private claim(wanted: Taken): string | undefined {
    const key = folded(wanted.path);
    const holder = this.taken.get(key);
    if (!holder) {
      this.taken.set(key, wanted);
      return undefined;
    }
    if (holder.path !== wanted.path)
      return `differs only by letter case or Unicode form from ${quoted(holder.path)}`;
    if (holder.kind !== wanted.kind) return `needs ${quoted(holder.path)} to be both a file and a folder`;
    return wanted.kind === 'file' ? 'is there twice' : undefined;
  }
}
