import type { FastifyInstance } from 'fastify';
import type { Console } from '../console/console';
import type { SignIn } from '../auth/sign-in';
import { consoleAt } from './apps';
import { isPageVisit } from './client';

/**
 * Begins to look when a page is visited: its scripts, still on their way, ask for the board in a moment. Who is not
 * signed in starts nothing.
 */
export function warmUp(app: FastifyInstance, signIn: SignIn, consoles: readonly Console[]): void {
  app.addHook('onRequest', async (request) => {
    if (!isPageVisit(request)) return;
    const console = consoleAt(consoles, request.url);
    const asked = signIn.identify(request).then(() => console?.visit());
    // Whoever is refused here, or meets a failure, is told by the API.
    asked.catch(() => undefined);
  });
}
