/** What the bucket says when an object comes. */
export interface ObjectCreated {
  bucket: string;
  key: string;
}

type Pattern = { [field: string]: Pattern | unknown[] };

/**
 * Whether an EventBridge pattern takes S3's "Object Created" of this object
 * (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html). A rule that goes by
 * CloudTrail counts too, and so does a comparison that is not known here: only what is sure to differ is refused.
 */
export function takes(pattern: string, { bucket, key }: ObjectCreated): boolean {
  let parsed: unknown;
  try {
    parsed = JSON.parse(pattern);
  } catch {
    return true;
  }
  if (!isPattern(parsed)) return true;
  const kinds = parsed['detail-type'];
  if (Array.isArray(kinds) && kinds.includes('AWS API Call via CloudTrail')) return true;
  const event = {
    source: 'aws.s3',
    'detail-type': 'Object Created',
    detail: { bucket: { name: bucket }, object: { key } },
  };
  return fits(parsed, event);
}

function fits(pattern: Pattern, event: object): boolean {
  return Object.entries(pattern).every(([field, wanted]) => {
    const actual: unknown = (event as Record<string, unknown>)[field];
    if (Array.isArray(wanted))
      return actual === undefined || wanted.some((one) => compares(one, String(actual)));
    return typeof actual === 'object' && actual !== null && isPattern(wanted) ? fits(wanted, actual) : true;
  });
}

function compares(wanted: unknown, actual: string): boolean {
  if (typeof wanted === 'string') return wanted === actual;
  if (typeof wanted !== 'object' || wanted === null) return false;
  const { prefix, suffix, wildcard } = wanted as Record<string, unknown>;
  if (typeof prefix === 'string') return actual.startsWith(prefix);
  if (typeof suffix === 'string') return actual.endsWith(suffix);
  if (typeof wildcard === 'string') {
    const parts = wildcard.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
    return new RegExp(`^${parts.join('.*')}$`, 's').test(actual);
  }
  return true;
}

function isPattern(value: unknown): value is Pattern {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
