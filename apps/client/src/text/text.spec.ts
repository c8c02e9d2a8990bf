import { codePoint } from '@sluice/testing';
import fc from 'fast-check';
import { byteSize } from './byte-size';
import { initialsOf, personParts } from './person';
import { exactTime, isoTime, relativeTime } from './relative-time';
import { visibleText } from './visible-text';

it.each([
  [0, '0 bytes'],
  [999, '999 bytes'],
  [1000, '1.0 kB'],
  [2_399_000, '2.4 MB'],
  [256_000_000, '256 MB'],
  [5e15, '5000 TB'],
])('writes %d bytes as %s', (bytes, text) => {
  expect(byteSize(bytes)).toBe(text);
});

it.each([
  ['2026-11-23T12:00:00Z', 'just now'],
  ['2026-11-23T11:59:01Z', 'just now'],
  ['2026-11-23T11:58:30Z', '1 minute ago'],
  ['2026-11-23T09:00:00Z', '3 hours ago'],
  ['2026-11-22T11:00:00Z', 'yesterday'],
  ['2026-11-10T12:00:00Z', 'last week'],
  ['2024-11-01T12:00:00Z', '2 years ago'],
  ['2026-11-23T12:05:00Z', 'in 5 minutes'],
])('writes %s, seen at noon of 2026-11-23, as %s', (moment, text) => {
  expect(relativeTime(Date.parse(moment), Date.parse('2026-11-23T12:00:00Z'))).toBe(text);
});

it('writes an exact time in the zone of the reader, and in UTC', () => {
  const moment = Date.parse('2026-11-23T10:30:00Z');
  expect(exactTime(moment, 'UTC')).toBe('2026-11-23 10:30:00 UTC');
  expect(exactTime(moment, 'Europe/Berlin')).toMatch(/^2026-11-23 11:30:00 (CET|GMT\+1)$/);
  expect(exactTime(moment, 'America/Los_Angeles')).toMatch(/^2026-11-23 02:30:00 (PST|GMT-8)$/);
  expect(exactTime(Date.parse('2026-07-01T22:30:00Z'), 'Europe/Berlin')).toMatch(/^2026-07-02 00:30:00/);
  expect(isoTime(moment)).toBe('2026-11-23T10:30:00Z');
});

it.each([
  ['Amy Anderson <amy@example.org>', 'Amy Anderson', 'amy@example.org', 'AA'],
  ['amy@example.org', 'amy', 'amy@example.org', 'AM'],
  ['<amy.anderson@example.org>', 'amy.anderson', 'amy.anderson@example.org', 'AA'],
  ['Grace Brewster Hopper', 'Grace Brewster Hopper', undefined, 'GH'],
  ['github-actions[bot]', 'github-actions[bot]', undefined, 'GA'],
  ['雨', '雨', undefined, '雨'],
  ['…', '…', undefined, '?'],
])('takes %s for the person %s', (text, name, address, initials) => {
  expect(personParts(text)).toEqual({ name, ...(address === undefined ? {} : { address }) });
  expect(initialsOf(text)).toBe(initials);
});

it('leaves plain text of any script alone', () => {
  const texts = [
    'Sell umbrellas — now',
    'مظلات',
    '雨傘を売る',
    '👩‍💻 ships',
    '❤️ 1️⃣',
    'a b',
    'one\n\ttwo',
    'Việt',
  ];
  for (const text of [...texts, 'Việt'.normalize('NFD'), 'שָׁלוֹם', 'བསྒྲུབས'])
    expect(visibleText(text)).toBe(text);
});

it.each(['\u3164', '\u115f', '\uffa0', '\u034f', '\ufe00', '\u{e0041}'])(
  'shows a character that Unicode shows as nothing: %j',
  (character) => {
    const code = character.codePointAt(0)?.toString(16);
    expect(visibleText(`a${character}b`)).toBe(`a\\u{${code}}b`);
  },
);

it('lets no marks pile up over what stands around them', () => {
  const mark = '\u0301';
  expect(visibleText(`a${mark.repeat(6)}b`)).toBe(`a${mark.repeat(4)}\\u{301}\\u{301}b`);
});

it('leaves line breaks, whatever system wrote them', () => {
  expect(visibleText('one\r\ntwo\nthree\rfour')).toBe('one\ntwo\nthree\\u{d}four');
});

it('leaves nothing that hides or reorders, whatever the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: codePoint }), (text) => {
      expect(visibleText(text)).not.toMatch(
        /(?![\t\n])[\p{Cc}\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/u,
      );
    }),
  );
});
