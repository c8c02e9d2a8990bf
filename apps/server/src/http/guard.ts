import type { FastifyInstance, FastifyRequest } from 'fastify';
import { FailedSignIn } from '../auth/failed-sign-in';
import type { Person } from '../auth/person';
import type { SignIn } from '../auth/sign-in';
import { isWrite } from './methods';
import { requireOwnRead, requireOwnWrite } from './own-origin';
import type { Limiters } from './rate-limits';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** It reads much of the bucket, and so it may be asked less often. */
    isCostly?: boolean;
  }
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

export function guard(app: FastifyInstance, options: GuardOptions): void {
  app.addHook('onRequest', (request) => admit(request, options));
}

/**
 * Lets nobody pass who is not signed in, comes from elsewhere, or asks too often; what comes from elsewhere costs the
 * person nothing.
 *
 * @throws FailedSignIn, Refusal
 */
export async function admit(request: FastifyRequest, options: GuardOptions): Promise<void> {
  request.person = await identify(request, options);
  const isWriting = isWrite(request.method);
  if (isWriting) requireOwnWrite(request, options.publicOrigin);
  else requireOwnRead(request);
  const { isCostly } = request.routeOptions.config;
  await options.limiters[isCostly ? 'costly' : isWriting ? 'writes' : 'reads'](request);
}

async function identify(request: FastifyRequest, { signIn, limiters }: GuardOptions): Promise<Person> {
  try {
    return await signIn.identify(request);
  } catch (error) {
    if (error instanceof FailedSignIn) await limiters.failedSignIns(request);
    throw error;
  }
}
