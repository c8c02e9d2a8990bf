import type { FastifyRequest } from 'fastify';
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { Refusal } from '../http/refusal';
import { FailedSignIn } from './failed-sign-in';
import type { Person } from './person';
import type { SignIn, SignOut } from './sign-in';

const remedy = 'Open the address that the terminal printed.';

/**
 * Whoever has the token is signed in and may move every environment. A browser brings it once, in the address that
 * `npm start` prints, and from then on a cookie with a value that is derived from it; a script sends it as
 * `Authorization: Bearer`. Nothing is stored: the cookie lives as long as the token does, across restarts too.
 */
export class TokenSignIn implements SignIn {
  private readonly session: string;

  constructor(
    private readonly token: string,
    private readonly name: string,
  ) {
    this.session = createHmac('sha256', token).update('sluice console session').digest('base64url');
  }

  async identify({ headers }: Pick<FastifyRequest, 'headers'>): Promise<Person> {
    const bearer = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
    const cookie = readCookie(headers.cookie, cookieName(headers.host));
    const isSignedIn = bearer === undefined ? isSame(cookie, this.session) : isSame(bearer, this.token);
    if (isSignedIn) {
      return { name: this.name, signedInBy: 'token', key: 'token', isPromoterOf: () => true };
    }
    if (bearer === undefined && cookie === undefined) {
      throw new Refusal(401, 'signed-out', 'You are not signed in.', remedy);
    }
    throw new FailedSignIn('This session is invalid or has expired.', remedy);
  }

  /** Nothing is stored here, so it is the browser that forgets. The address with the token signs in again. */
  signOut({ headers }: Pick<FastifyRequest, 'headers'>): SignOut {
    return { cookies: [`${cookieName(headers.host)}=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict`] };
  }

  /**
   * Exchanges the token for the cookie that keeps a browser signed in.
   *
   * @returns the value of a Set-Cookie header
   * @throws FailedSignIn when it is another token
   */
  cookieFor(token: string, host: string | undefined): string {
    if (!isSame(token, this.token)) {
      throw new FailedSignIn('The token in this address is invalid or has expired.', remedy);
    }
    return `${cookieName(host)}=${this.session}; Path=/; HttpOnly; SameSite=Strict`;
  }
}

/** Browsers keep cookies by host and not by port, and several consoles share this host. */
function cookieName(host: string | undefined): string {
  return `sluice-console-${/:(\d+)$/.exec(host ?? '')?.[1] ?? '80'}`;
}

function readCookie(header: string | undefined, name: string): string | undefined {
  const pairs = (header ?? '').split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}

/** Takes as long for a wrong value as for the right one. */
function isSame(given: string | undefined, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given ?? ''), digest(expected));
}
