import type { FastifyInstance, FastifyRequest } from 'fastify';
import { FailedSignIn } from '../sign-in/failed-sign-in';
import type { Person } from '../sign-in/person';
import type { SignIn } from '../sign-in/sign-in';
import { isWrite } from './methods';
import { requireOwnWrite } from './own-origin';
import type { Limiters } from './rate-limits';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; set on everything under /api. */
    person?: Person;
  }
}

export interface GuardOptions {
  signIn: SignIn;
  limiters: Limiters;
  publicOrigin?: string;
}

/** Lets nobody pass who is not signed in, asks too often, or writes from elsewhere. */
export function guard(app: FastifyInstance, options: GuardOptions): void {
  app.addHook('onRequest', async (request) => {
    request.person = await identify(request, options);
    if (isWrite(request.method)) {
      await options.limiters.writes(request);
      requireOwnWrite(request, options.publicOrigin);
    } else {
      await options.limiters.reads(request);
    }
  });
}

async function identify(request: FastifyRequest, { signIn, limiters }: GuardOptions): Promise<Person> {
  try {
    return await signIn.identify(request);
  } catch (error) {
    if (error instanceof FailedSignIn) await limiters.failedSignIns(request);
    throw error;
  }
}
