import { codePoint } from '@sluice/testing';
import fc from 'fast-check';
import { parseXml, toXml } from './xml';

const keyOf = (written: string | Buffer) => {
  const [before, after] = ['<Delete><Object><Key>', '</Key></Object></Delete>'];
  const body = Buffer.concat([Buffer.from(before), Buffer.from(written), Buffer.from(after)]);
  return (parseXml(body, 'Delete')['Object'] as { Key: string }[])[0]?.Key;
};

it.each([
  ['a decimal reference', 'a&#39;b', "a'b"],
  ['a hexadecimal reference', 'a&#x27;b', "a'b"],
  ['a quotation mark as Go writes it', '&#34;0f34&#34;', '"0f34"'],
  ['white space as Go writes it', 'a&#xA;b&#x9;c&#xD;', 'a\nb\tc\r'],
  ['a character beyond 16 bits', '&#128512;', '😀'],
  ['the five entities', '&lt;&gt;&amp;&quot;&apos;', '<>&"\''],
  ['what only looks like a reference once decoded', '&amp;#39;&amp;lt;', '&#39;&lt;'],
  ['CDATA, where nothing is a reference', '<![CDATA[a<b>&amp;]]>', 'a<b>&amp;'],
  ['CDATA between text', 'x<![CDATA[&]]>&#121;', 'x&y'],
  ['text around a comment', 'a<!-- b -->c', 'ac'],
  ['a name that a JavaScript object has', '__proto__', '__proto__'],
])('reads %s', (_, written, key) => {
  expect(keyOf(written)).toBe(key);
});

it.each([
  ['an entity of HTML', 'a&copy;'],
  ['an entity that nobody declared', 'a&b;'],
  ['a property that every object has', '&constructor;'],
  ['a bare ampersand', 'a & b'],
  ['a reference without its end', 'a&#39'],
  ['a reference to a control character', 'a&#1;'],
  ['a reference to half a character', '&#xD83D;'],
  ['a reference beyond Unicode', '&#1114112;'],
  ['a control character', 'a\u0001b'],
  ['bytes that are not UTF-8', Buffer.from([0x61, 0xff])],
])('refuses %s rather than read another key', (_, written) => {
  expect(() => keyOf(written)).toThrow(expect.objectContaining({ code: 'MalformedXML', status: 400 }));
});

it.each([
  ['a document that stops early', '<Delete><Object><Key>a</Key></Object>'],
  ['two elements at the top', '<Delete><Quiet>true</Quiet></Delete><Delete/>'],
  ['entities of its own', '<!DOCTYPE Delete [<!ENTITY e "b">]><Delete><Quiet>&e;</Quiet></Delete>'],
])('refuses %s', (_, written) => {
  expect(() => parseXml(Buffer.from(written), 'Delete')).toThrow(
    expect.objectContaining({ code: 'MalformedXML' }),
  );
});

it('reads back every text that it writes, where XML can carry it', () => {
  const carried = fc
    .string({ unit: codePoint })
    .filter((text) => !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/u.test(text));
  fc.assert(
    fc.property(carried, (Key) => {
      expect(parseXml(Buffer.from(toXml('Result', { Key: `-${Key}` })), 'Result')).toEqual({
        Key: `-${Key}`,
      });
    }),
  );
});

it('writes what XML cannot carry as a reference, never as a bare control character', () => {
  expect(toXml('R', { Key: 'a\u0001\r\u0085b\uffff' })).toContain('<Key>a&#1;&#13;&#133;b&#65535;</Key>');
});
