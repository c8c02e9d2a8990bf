import type { FastifyInstance } from 'fastify';

/**
 * Once the server is closing, answers in flight end their connection. Without it a browser's kept-alive connection
 * stays open after its last answer, and the server waits for the keep-alive timeout (two minutes) before it ends.
 */
export function endConnectionsWhenClosing(app: FastifyInstance): void {
  let closing = false;
  app.addHook('preClose', async () => {
    closing = true;
  });
  app.addHook('onSend', async (_request, reply) => {
    if (closing) reply.header('connection', 'close');
  });
}
