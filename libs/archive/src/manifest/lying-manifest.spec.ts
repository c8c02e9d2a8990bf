import { manifestName } from '../index';
import { type ListedFile, rawArchive, rawZip } from '../testing/raw-zip';
import { refusal } from '../testing/refusal';
import { useTemporaryFolder } from '../testing/temporary-folder';

const folder = useTemporaryFolder();
const refusedBy = (zip: Buffer) => refusal(zip, folder());
const good = { name: 'a.txt', content: 'content of a' };

describe('manifests that lie', () => {
  const lies: [string, (listed: ListedFile[]) => unknown[], RegExp][] = [
    ['about a hash', ([file]) => [{ ...file!, sha256: '0'.repeat(64) }], /"a\.txt" has other content/],
    ['about a size', ([file]) => [{ ...file!, size: 1 }], /"a\.txt" does not have the size/],
    ['about a mode', ([file]) => [{ ...file!, mode: 0o755 }], /"a\.txt" does not have the mode/],
    ['by a file too few', ([file]) => [{ ...file!, path: 'b.txt' }], /"a\.txt" is not in the manifest/],
    [
      'by a file too many',
      ([file]) => [file!, { ...file!, path: 'b.txt' }],
      /"b\.txt" is in the manifest, but not/,
    ],
    ['about itself', ([file]) => [file!, { ...file!, path: manifestName }], /lists itself/],
    ['with a path that climbs', ([file]) => [file!, { ...file!, path: '../b' }], /leaves the archive/],
    ['with a path twice', ([file]) => [file!, file!], /occurs twice/],
    ['with a mode of its own', ([file]) => [{ ...file!, mode: 0o777 }], /not valid in a manifest/],
    ['with a negative size', ([file]) => [{ ...file!, size: -1 }], /not valid in a manifest/],
    ['with more than it should say', ([file]) => [{ ...file!, owner: 'root' }], /not valid in a manifest/],
    ['by being empty', () => [], /not valid in a manifest/],
  ];
  test.each(lies)('%s', async (_how, edit, expected) => {
    const zip = rawArchive([good], {}, (listed) => edit(listed) as ListedFile[]);
    expect(await refusedBy(zip)).toMatch(expected);
  });

  test.each(['', 'not json', '[]', '{"version":2,"files":[]}', '\u00ff'])('by being %j', async (content) => {
    expect(await refusedBy(rawZip([good, { name: manifestName, content }]))).toMatch(
      /sluice-manifest\.json cannot be used/,
    );
  });
});
