import { XMLBuilder, XMLParser } from 'fast-xml-parser';
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
});
const repeated = new Set(['Object', 'Part', 'Tag']);

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
  // XML readers turn a bare carriage return into a line feed, which would change a key.
  return `<?xml version="1.0" encoding="UTF-8"?>\n${xml.replaceAll('\r', '&#13;')}`;
}

/**
 * The children of the element `root`. Repeatable elements (`Object`, `Part`, `Tag`) are always arrays.
 * @throws ServiceError MalformedXML.
 */
export function parseXml(body: Buffer, root: string): Record<string, unknown> {
  try {
    const parsed = parser.parse(body.toString('utf8')) as Record<string, unknown>;
    const content = parsed[root];
    if (typeof content === 'object' && content !== null) return content as Record<string, unknown>;
    if (content === '') return {};
  } catch {
    // Told below, with S3's words.
  }
  throw new ServiceError(
    'MalformedXML',
    400,
    'The XML you provided was not well-formed or did not validate against our published schema',
  );
}
