import type { FastifyRequest } from 'fastify';
import type { Person } from './person';

/** One way to tell who asks. */
export interface SignIn {
  /**
   * @throws FailedSignIn when the request carries one that is not valid; Refusal 401 when it carries none, 403 when it came by a way that none may come, 503 when
   * nobody was ever given one
   */
  identify(request: FastifyRequest): Promise<Person>;

  /** Ends the session of a browser. Absent: nobody was ever signed in. */
  signOut?(request: Pick<FastifyRequest, 'headers'>): SignOut;
}

export interface SignOut {
  /** Values of Set-Cookie headers. */
  cookies: string[];
  /** Where the browser has to go for the rest of it. */
  continueAt?: string;
}
