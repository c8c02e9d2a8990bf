import { apiError } from './errors';

export interface Page<T> {
  items: T[];
  nextToken?: string;
}

/**
 * One page of a list. The token names the last entry that was given, not its position, so that entries that come in
 * at the front between two calls shift nothing. It is good for one list only, which `scope` names.
 * @throws ServiceError InvalidNextTokenException.
 */
export function paginate<T>(
  all: readonly T[],
  idOf: (item: T) => string,
  { scope, limit, nextToken }: { scope: string; limit: number; nextToken?: string },
): Page<T> {
  const start =
    nextToken === undefined ? 0 : all.findIndex((item) => idOf(item) === readToken(nextToken, scope)) + 1;
  if (nextToken !== undefined && start === 0) throw invalidToken();
  const items = all.slice(start, start + limit);
  const last = items.at(-1);
  const more = last !== undefined && start + limit < all.length;
  return { items, nextToken: more ? writeToken(idOf(last), scope) : undefined };
}

function writeToken(id: string, scope: string): string {
  return Buffer.from(JSON.stringify([scope, id])).toString('base64url');
}

function readToken(token: string, scope: string): string {
  try {
    const [tokenScope, id] = JSON.parse(Buffer.from(token, 'base64url').toString('utf8')) as [string, string];
    if (tokenScope === scope && typeof id === 'string') return id;
  } catch {
    // Told below.
  }
  throw invalidToken();
}

function invalidToken() {
  return apiError('InvalidNextTokenException', 'The next token is not one that this list gave.');
}
