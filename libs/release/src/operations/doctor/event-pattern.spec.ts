import { takes } from './event-pattern';

const object = { bucket: 'acme', key: 'story/uat.zip' };
const pattern = (detail: object, more: object = {}) =>
  JSON.stringify({ source: ['aws.s3'], 'detail-type': ['Object Created'], detail, ...more });
const ofKey = (...key: unknown[]) => pattern({ bucket: { name: ['acme'] }, object: { key } });

it.each([
  ['this key', ofKey('story/uat.zip'), true],
  ['one of several keys', ofKey('story/prod.zip', 'story/uat.zip'), true],
  ['another key', ofKey('story/prod.zip'), false],
  ['a prefix', ofKey({ prefix: 'story/' }), true],
  ['another prefix', ofKey({ prefix: 'tale/' }), false],
  ['a suffix', ofKey({ suffix: '.zip' }), true],
  ['a wildcard', ofKey({ wildcard: 'story/*.zip' }), true],
  ['a wildcard with a dot that is one', ofKey({ wildcard: 'story/*tzip' }), false],
  ['a comparison that is not known', ofKey({ 'anything-but': 'x' }), true],
  ['every key', pattern({ bucket: { name: ['acme'] } }), true],
  ['another bucket', pattern({ bucket: { name: ['other'] } }), false],
  ['deletions', pattern({}, { 'detail-type': ['Object Deleted'] }), false],
  ['another source', pattern({}, { source: ['aws.ec2'] }), false],
  ['calls that CloudTrail saw', pattern({}, { 'detail-type': ['AWS API Call via CloudTrail'] }), true],
  ['a field that the event has besides', pattern({ reason: ['CopyObject', 'PutObject'] }), true],
  ['no JSON', 'nonsense', true],
])('a pattern for %s: %#', (_, text, isTaken) => {
  expect(takes(text, object)).toBe(isTaken);
});
