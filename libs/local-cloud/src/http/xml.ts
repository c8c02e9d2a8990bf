import { XMLBuilder, XMLParser, XMLValidator } from 'fast-xml-parser';
import { ServiceError } from './service-error';

/** Elements by name; an array repeats its element, `undefined` leaves it out. */
export type XmlContent = { [name: string]: XmlValue };
export type XmlValue =
  string | number | boolean | undefined | XmlContent | readonly XmlContent[] | readonly string[];

const builder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  suppressBooleanAttributes: false,
});
const parser = new XMLParser({
  ignoreAttributes: true,
  ignoreDeclaration: true,
  parseTagValue: false,
  trimValues: false,
  isArray: (name) => repeated.has(name),
  // The parser's own decoder leaves numeric references as they are written, drops some and keeps unknown entities:
  // each would be another key than the one that was meant, so this one decodes what XML has and refuses the rest.
  entityDecoder: {
    decode: decodeReferences,
    addInputEntities: () => {
      throw new Error('A document type is not accepted.');
    },
    setExternalEntities: () => undefined,
    setXmlVersion: () => undefined,
    reset: () => undefined,
  },
});
const repeated = new Set(['Object', 'Part', 'Tag']);
const entities = new Map(Object.entries({ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }));
/** What XML 1.0 has no place for (https://www.w3.org/TR/xml/#charsets), not even as a reference. */
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/u;

/** @param ordered children that follow the others in exactly this order, whatever their names. */
export function toXml(
  root: string,
  content: XmlContent,
  namespace?: string,
  ordered: readonly [name: string, content: XmlContent][] = [],
): string {
  const attributes = namespace === undefined ? {} : { '@xmlns': namespace };
  const body = builder.build({ [root]: { ...attributes, ...content } }) as string;
  const children = ordered.map(([name, child]) => builder.build({ [name]: child }) as string).join('');
  const end = `</${root}>`;
  const xml = children === '' ? body : `${body.slice(0, -end.length)}${children}${end}`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${xml.replace(notAsItIs, (character) => `&#${character.codePointAt(0)};`)}`;
}

/**
 * Written as references: a bare carriage return, which XML readers turn into a line feed, and what XML 1.0 cannot
 * carry, as S3 does. Clients ask for `encoding-type=url` where keys may hold the latter.
 */
const notAsItIs = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\ufffe\uffff]/g;

/**
 * The children of the element `root`. Repeatable elements (`Object`, `Part`, `Tag`) are always arrays. References and
 * CDATA are decoded.
 * @throws ServiceError MalformedXML.
 */
export function parseXml(body: Buffer, root: string): Record<string, unknown> {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body);
    if (!forbidden.test(text) && XMLValidator.validate(text) === true) {
      const parsed = parser.parse(text) as Record<string, unknown>;
      const content = parsed[root];
      if (typeof content === 'object' && content !== null && !Array.isArray(content))
        return content as Record<string, unknown>;
      if (content === '') return {};
    }
  } catch {
    // Told below, with S3's words.
  }
  throw new ServiceError(
    'MalformedXML',
    400,
    'The XML you provided was not well-formed or did not validate against our published schema',
  );
}

/** @throws Error a reference that XML does not know. */
function decodeReferences(text: string): string {
  return text.replace(/&([^;&]*);?/g, (reference, name: string) => {
    const [, hex, decimal] = /^#(?:x([0-9a-f]{1,8})|(\d{1,8}))$/i.exec(name) ?? [];
    const character =
      hex === undefined && decimal === undefined
        ? entities.get(name)
        : String.fromCodePoint(hex === undefined ? Number(decimal) : parseInt(hex, 16));
    if (character === undefined || forbidden.test(character) || !reference.endsWith(';'))
      throw new Error(`${reference} is no reference.`);
    return character;
  });
}
