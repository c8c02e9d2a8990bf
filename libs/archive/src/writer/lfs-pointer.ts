/**
 * The first line of what Git LFS commits in place of a large file; such a pointer is shorter than 1024 bytes. git may
 * have checked it out with the line endings of Windows, and older versions wrote other addresses, which Git LFS still reads
 * (https://github.com/git-lfs/git-lfs/blob/main/lfs/pointer.go).
 */
const firstLine =
  /^version (?:https:\/\/(?:git-lfs|hawser)\.github\.com\/spec\/v1|http:\/\/git-media\.io\/v\/2)\r?\n/;
const beginning = Buffer.from('version http');
const longest = 1024;

/** Whether the content of a file is a pointer of Git LFS: the file that it stands for was not fetched. */
export function isLfsPointer(content: Uint8Array): boolean {
  if (content.length <= beginning.length || content.length >= longest) return false;
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  // Most files of this size are something else, and need not become text.
  if (!bytes.subarray(0, beginning.length).equals(beginning)) return false;
  const text = bytes.toString('latin1');
  return firstLine.test(text) && /^oid sha256:[0-9a-f]{64}\r?$/m.test(text);
}
