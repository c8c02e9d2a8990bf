/** The first line of what Git LFS commits in place of a large file; such a pointer is shorter than 1024 bytes. */
const firstLine = Buffer.from('version https://git-lfs.github.com/spec/v1\n');
const longest = 1024;

/** Whether the content of a file is a pointer of Git LFS: the file that it stands for was not fetched. */
export function isLfsPointer(content: Uint8Array): boolean {
  if (content.length <= firstLine.length || content.length >= longest) return false;
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  if (!bytes.subarray(0, firstLine.length).equals(firstLine)) return false;
  return /^oid sha256:[0-9a-f]{64}$/m.test(bytes.toString('latin1'));
}
