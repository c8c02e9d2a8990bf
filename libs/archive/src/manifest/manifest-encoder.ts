import { ManifestDigest, type ManifestEntry } from './manifest';

/** Characters of a piece. */
const pieceLength = 64 * 1024;

/**
 * Makes the bytes of `encodeManifest` in pieces, of entries in the order of the paths' bytes: in one, fifty thousand
 * entries take ten megabytes, and as objects four times that.
 */
export class ManifestEncoder {
  /** What was encoded so far. */
  files = 0;
  contentBytes = 0;
  private readonly sum = new ManifestDigest();

  /** To be called once, when all was encoded. */
  digest(): string {
    return this.sum.toString();
  }

  /** At least one entry. */
  *encode(entries: Iterable<ManifestEntry>): Generator<Buffer> {
    let text = '{\n "version": 1,\n "files": [';
    for (const entry of entries) {
      text += this.add(entry);
      if (text.length < pieceLength) continue;
      yield Buffer.from(text);
      text = '';
    }
    yield Buffer.from(`${text}\n ]\n}\n`);
  }

  private add(entry: ManifestEntry): string {
    const { path, mode, size, sha256 } = entry;
    const comma = this.files > 0 ? ',' : '';
    this.sum.add(entry);
    this.files += 1;
    this.contentBytes += size;
    return `${comma}\n  {\n   "path": ${JSON.stringify(path)},\n   "mode": ${mode},\n   "size": ${size},\n   "sha256": "${sha256}"\n  }`;
  }
}
