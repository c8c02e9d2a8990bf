import type { ObjectVersion } from '@sluice/release';
import { kindsInOrder, mergeVersions } from './merge-versions';

const entry = (name: string, second: number, isLatest = false): ObjectVersion => ({
  key: name.charAt(0),
  versionId: name,
  etag: '',
  size: 0,
  lastModified: new Date(second * 1000),
  isLatest,
  isDeleteMarker: false,
});
const merged = (objects: ObjectVersion[], markers: ObjectVersion[], listing = '') =>
  mergeVersions(objects, markers, kindsInOrder(listing)).map(({ versionId }) => versionId);

const [object, marker] = ['<Version><Key>k</Key></Version>', '<DeleteMarker><Key>k</Key></DeleteMarker>'];

it('keeps what the server listed in one second in the order in which it listed it', () => {
  const objects = [entry('a4', 1, true), entry('a2', 1), entry('a1', 1)];
  expect(merged(objects, [entry('a3', 1)], `${object}${marker}${object}${object}`)).toEqual([
    'a4',
    'a3',
    'a2',
    'a1',
  ]);
  expect(merged([entry('a1', 1)], [entry('a2', 1, true)], `${marker}${object}`)).toEqual(['a2', 'a1']);
});

it('goes by what is current and by the clock where a server lists the one kind after the other', () => {
  const objects = [entry('a4', 2, true), entry('a2', 1), entry('b1', 1)];
  const markers = [entry('a3', 2), entry('b2', 1, true)];
  const listing = `${object}${object}${object}${marker}${marker}`;
  expect(merged(objects, markers, listing)).toEqual(['a4', 'a3', 'a2', 'b2', 'b1']);
});

it('loses none when the listing could not be read', () => {
  expect(merged([entry('a1', 1), entry('b1', 1)], [entry('a2', 2, true)])).toEqual(['a2', 'a1', 'b1']);
});
