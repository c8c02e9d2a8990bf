import { quoted } from './printable';

/** Letters that no folding changes. */
const alreadyFolded = /^[\x20-\x40\x5b-\x7e]*$/;

/** The name under which macOS and Windows would find a path: letter case and Unicode composition do not count there. */
function folded(path: string): string {
  return alreadyFolded.test(path) ? path : path.normalize('NFC').toLowerCase().normalize('NFC');
}

/** Remembers the paths of one archive, and tells the ones that cannot live beside those that came before. */
export class PathRegister {
  /** By the folded path. */
  private readonly files = new Map<string, string>();
  private readonly folders = new Map<string, string>();
  /** With its slash. Files of one folder follow one another, as a rule. */
  private lastFolder = '';

  /** Adds a file; returns what stands in its way, as the rest of a sentence about it, or undefined. */
  add(path: string): string | undefined {
    const nameAt = path.lastIndexOf('/') + 1;
    if (nameAt !== this.lastFolder.length || !path.startsWith(this.lastFolder)) {
      for (let slash = path.indexOf('/'); slash !== -1; slash = path.indexOf('/', slash + 1)) {
        const conflict = this.claim(path.slice(0, slash), this.folders, this.files);
        if (conflict) return conflict;
      }
      this.lastFolder = path.slice(0, nameAt);
    }
    return this.claim(path, this.files, this.folders);
  }

  private claim(path: string, own: Map<string, string>, others: Map<string, string>): string | undefined {
    const key = folded(path);
    const holder = own.get(key) ?? others.get(key);
    if (holder === undefined) {
      own.set(key, path);
      return undefined;
    }
    if (holder !== path) return `differs only by letter case or Unicode form from ${quoted(holder)}`;
    if (!own.has(key)) return `needs ${quoted(holder)} to be both a file and a folder`;
    return own === this.files ? 'occurs twice' : undefined;
  }
}
