import type { FastifyInstance } from 'fastify';

/** Milliseconds that requests in flight get to finish. ECS and most supervisors kill after 30 seconds. */
const timeoutMs = 20_000;

/**
 * On SIGTERM and SIGINT: accepts nothing more, finishes what is in flight, exits with code 0. When requests
 * outlast the timeout, or on a second signal, the process ends at once with exit code 1.
 */
export function closeOnSignals(app: FastifyInstance): void {
  let closing = false;
  const close = (signal: NodeJS.Signals) => {
    if (closing) process.exit(1);
    closing = true;
    app.log.info({ signal }, 'shutting down');
    setTimeout(() => {
      app.log.error('requests in flight did not finish in time');
      process.exit(1);
    }, timeoutMs).unref();
    app.close().then(
      () => app.log.info('closed'),
      (error: unknown) => {
        app.log.error({ err: error }, 'closing failed');
        process.exitCode = 1;
      },
    );
  };
  process.on('SIGTERM', close);
  process.on('SIGINT', close);
}
