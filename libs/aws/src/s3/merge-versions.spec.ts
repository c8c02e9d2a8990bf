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

describe('a listing that names objects and markers in one order', () => {
  it('is kept as it is, within one second', () => {
    const objects = [entry('a4', 1, true), entry('a2', 1), entry('a1', 1)];
    const listing = `${object}${marker}${object}${object}`;
    expect(merged(objects, [entry('a3', 1)], listing)).toEqual(['a4', 'a3', 'a2', 'a1']);
    expect(merged([entry('a1', 1)], [entry('a2', 1, true)], `${marker}${object}`)).toEqual(['a2', 'a1']);
  });

  it('is kept as it is when the clock stepped back between two writes', () => {
    const objects = [entry('a5', 50, true), entry('a4', 40), entry('a2', 990), entry('a1', 980)];
    const listing = `${object}${object}${marker}${object}${object}`;
    expect(merged(objects, [entry('a3', 30)], listing)).toEqual(['a5', 'a4', 'a3', 'a2', 'a1']);
  });

  it('is kept as it is when the newest marker seems to be the oldest of all', () => {
    const objects = [entry('a2', 20), entry('a1', 10)];
    expect(merged(objects, [entry('a3', 1, true)], `${marker}${object}${object}`)).toEqual([
      'a3',
      'a2',
      'a1',
    ]);
  });

  it('is kept as it is for each key of a page', () => {
    const objects = [entry('a3', 1, true), entry('a1', 90), entry('b2', 5, true), entry('b1', 80)];
    const listing = `${object}${marker}${object}${object}${object}`;
    expect(merged(objects, [entry('a2', 95)], listing)).toEqual(['a3', 'a2', 'a1', 'b2', 'b1']);
  });

  it('is kept as it is without any marker', () => {
    const objects = [entry('a3', 1, true), entry('a2', 30), entry('a1', 20)];
    expect(merged(objects, [], `${object}${object}${object}`)).toEqual(['a3', 'a2', 'a1']);
    expect(merged([], [entry('a2', 1, true), entry('a1', 9)], `${marker}${marker}`)).toEqual(['a2', 'a1']);
  });
});

describe('a listing that names all objects before all markers', () => {
  const apart = (objects: ObjectVersion[], markers: ObjectVersion[]) =>
    merged(objects, markers, object.repeat(objects.length) + marker.repeat(markers.length));

  it('orders markers by the current version and by time', () => {
    const objects = [entry('a4', 2, true), entry('a2', 1), entry('b1', 1)];
    expect(apart(objects, [entry('a3', 2), entry('b2', 1, true)])).toEqual(['a4', 'a3', 'a2', 'b2', 'b1']);
  });

  it('keeps the order of its objects when the clock stepped back', () => {
    const objects = [entry('a5', 3, true), entry('a4', 2), entry('a2', 99), entry('a1', 98)];
    const order = apart(objects, [entry('a3', 1)]);
    expect(order.filter((name) => name !== 'a3')).toEqual(['a5', 'a4', 'a2', 'a1']);
    expect(order).toContain('a3');
  });

  it('keeps the order of its markers when the clock stepped back', () => {
    const order = apart([entry('a1', 50)], [entry('a4', 2, true), entry('a3', 90), entry('a2', 60)]);
    expect(order).toEqual(['a4', 'a3', 'a2', 'a1']);
  });

  it('has the current object first, whatever the clock says of a marker', () => {
    expect(apart([entry('a3', 1, true), entry('a1', 5)], [entry('a2', 99)])).toEqual(['a3', 'a2', 'a1']);
  });
});

it('loses none when the listing could not be read', () => {
  expect(merged([entry('a1', 1), entry('b1', 1)], [entry('a2', 2, true)])).toEqual(['a2', 'a1', 'b1']);
  expect(merged([entry('a3', 1, true), entry('a2', 9)], [], '')).toEqual(['a3', 'a2']);
});

it('loses none when the listing names fewer entries than there are', () => {
  const objects = [entry('a3', 1, true), entry('a1', 9)];
  expect(merged(objects, [entry('a2', 5)], `${marker}${object}`)).toHaveLength(3);
});
