import { isLfsPointer } from './lfs-pointer';

const oid = `oid sha256:${'3'.repeat(64)}`;
const pointer = (version: string, end = '\n') =>
  Buffer.from([`version ${version}`, oid, 'size 4096', ''].join(end));

it.each([
  ['as Git LFS writes it', pointer('https://git-lfs.github.com/spec/v1')],
  ['checked out with CRLF', pointer('https://git-lfs.github.com/spec/v1', '\r\n')],
  ['of Git LFS when it was called Hawser', pointer('https://hawser.github.com/spec/v1')],
  ['of Git Media', pointer('http://git-media.io/v/2')],
  ['with an extension', pointer(`https://git-lfs.github.com/spec/v1\next-0-case sha256:${'4'.repeat(64)}`)],
])('knows a pointer %s', (_, content) => {
  expect(isLfsPointer(content)).toBe(true);
});

it.each([
  ['of another version', pointer('https://git-lfs.github.com/spec/v2')],
  ['without an object', Buffer.from('version https://git-lfs.github.com/spec/v1\nsize 4096\n')],
  ['that goes on', Buffer.concat([pointer('https://git-lfs.github.com/spec/v1'), Buffer.alloc(1024, 'x')])],
  ['that quotes one', Buffer.concat([Buffer.from('# '), pointer('https://git-lfs.github.com/spec/v1')])],
])('takes a text %s for no pointer', (_, content) => {
  expect(isLfsPointer(content)).toBe(false);
});
