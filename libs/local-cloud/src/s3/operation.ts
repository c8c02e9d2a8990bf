import type { RequestContext } from '../http/request-context';
import { toXml } from '../http/xml';
import type { XmlContent } from '../http/xml';
import { s3Errors } from './errors';
import type { ObjectStore } from './store/object-store';

/** One request, addressed. `bucket` and `key` are empty where the path has none. */
export interface S3Call {
  context: RequestContext;
  store: ObjectStore;
  bucket: string;
  key: string;
}

export type Operation = (call: S3Call) => Promise<void>;

/** The account that owns every bucket here. */
export const owner = { ID: '0'.repeat(64), DisplayName: 'local' };
export const accountId = '000000000000';

export const xmlNamespace = 'http://s3.amazonaws.com/doc/2006-03-01/';

export function sendXml(
  context: RequestContext,
  root: string,
  content: XmlContent,
  headers: Record<string, string | undefined> = {},
  ordered: readonly [name: string, content: XmlContent][] = [],
): Promise<void> {
  const all = { 'content-type': 'application/xml', ...headers };
  return context.send(200, all, toXml(root, content, xmlNamespace, ordered));
}

/** S3's times have whole seconds. */
export function isoTime(time: string): string {
  return time.replace(/\.\d+Z$/, '.000Z');
}

/** An integer of the query string. @throws ServiceError InvalidArgument. */
export function integerParameter(
  { context }: S3Call,
  name: string,
  fallback: number,
  range: { min: number; max: number },
): number {
  const text = context.query.get(name);
  if (text === undefined || text === '') return fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < range.min || value > range.max) {
    throw s3Errors.invalidArgument(
      `Argument ${name} must be an integer between ${range.min} and ${range.max}`,
      name,
      text,
    );
  }
  return value;
}
