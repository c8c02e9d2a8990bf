/** One call as IAM sees it. `context` has the condition keys that the request carries. */
export interface Request {
  action: string;
  resource: string;
  context?: Record<string, string>;
}

export interface Statement {
  Sid?: string;
  Effect: 'Allow' | 'Deny';
  Principal?: unknown;
  Action: string | string[];
  Resource?: string | string[];
  Condition?: Record<string, Record<string, string | string[]>>;
}

export interface Policy {
  Statement: Statement[];
}

function listOf<Item>(value: Item | Item[] | undefined): Item[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

const literal = (text: string) => text.replace(/[.+^${}()|[\]\\*?]/g, '\\$&');

/** IAM's own wildcards: `*` is any run of characters, slashes too, and `?` is one. */
function matches(pattern: string, text: string, context: Request['context'] = {}, flags = ''): boolean {
  const parts = pattern.split(/(\$\{[^}]+\}|[*?])/);
  const source = parts.map((part) => {
    if (part === '*' || part === '?') return part === '*' ? '.*' : '.';
    return literal(valueOf(part, context));
  });
  return new RegExp(`^${source.join('')}$`, `s${flags}`).test(text);
}

/**
 * Text, or the value of a policy variable, in which no character is a wildcard. One that the request lacks stays as it is, which
 * nothing is equal to.
 */
function valueOf(part: string, context: Request['context'] = {}): string {
  const [, variable] = /^\$\{([^}]+)\}$/.exec(part) ?? [];
  return variable === undefined ? part : (context[variable] ?? part);
}

function holds(
  operator: string,
  expected: string[],
  actual: string | undefined,
  context: Request['context'],
): boolean {
  if (operator === 'Null') return expected.includes(String(actual === undefined));
  // A negated operator holds for a key that the request lacks.
  if (operator === 'StringNotLike')
    return actual === undefined || !expected.some((pattern) => matches(pattern, actual, context));
  if (actual === undefined) return operator.endsWith('IfExists');
  switch (operator.replace(/IfExists$/, '')) {
    case 'StringEquals':
    case 'Bool':
      return expected.some(
        (text) =>
          text
            .split(/(\$\{[^}]+\})/)
            .map((part) => valueOf(part, context))
            .join('') === actual,
      );
    case 'StringLike':
    case 'ArnLike':
    case 'ArnEquals':
      return expected.some((pattern) => matches(pattern, actual, context));
    default:
      throw new Error(`The condition operator ${operator} is not evaluated here.`);
  }
}

/**
 * Whether a statement speaks of a request, as the IAM guide's "Policy evaluation logic" has it: every condition must
 * hold, any of its values is enough, and a key that the request lacks matches `Null` and `…IfExists` only.
 */
export function applies(statement: Statement, request: Request): boolean {
  if (!listOf(statement.Action).some((action) => matches(action, request.action, {}, 'i'))) return false;
  if (
    !listOf(statement.Resource ?? '*').some((resource) =>
      matches(resource, request.resource, request.context),
    )
  )
    return false;
  return Object.entries(statement.Condition ?? {}).every(([operator, keys]) =>
    Object.entries(keys).every(([key, expected]) =>
      holds(operator, listOf(expected), request.context?.[key], request.context),
    ),
  );
}

/** What limits a role besides its own policies. */
export interface Limits {
  /** Policies of the resource; those here only deny. */
  resource?: Policy;
  boundary?: Policy;
}

/**
 * The verdict on a role of another account: its own side must allow it, and the resource's policy must name that account.
 */
export function allowsFrom(
  account: string,
  identity: Policy[],
  request: Request,
  { resource, boundary }: { resource: Policy; boundary?: Policy },
): boolean {
  const isGranted = resource.Statement.some(
    (statement) => statement.Effect === 'Allow' && names(statement, account) && applies(statement, request),
  );
  return isGranted && allows(identity, request, { resource, boundary });
}

function names({ Principal }: Statement, account: string): boolean {
  const { AWS } = (typeof Principal === 'object' ? Principal : {}) as { AWS?: string | string[] };
  return listOf(AWS).includes(account);
}

/** A role's verdict in its own account: a deny anywhere wins, then its policies, and its boundary, must allow. */
export function allows(identity: Policy[], request: Request, { resource, boundary }: Limits = {}): boolean {
  const says = (policy: Policy | undefined, effect: string) =>
    policy?.Statement.some((statement) => statement.Effect === effect && applies(statement, request)) ??
    false;
  if ([...identity, resource, boundary].some((policy) => says(policy, 'Deny'))) return false;
  return identity.some((policy) => says(policy, 'Allow')) && (!boundary || says(boundary, 'Allow'));
}
