import type { FastifyInstance, FastifyRequest, FastifyServerOptions } from 'fastify';
import { visible } from './visible';
import { whenEnded } from './when-ended';

type Logger = Exclude<FastifyServerOptions['logger'], undefined | boolean>;

/** What the log says of an error. */
type ErrorLine = {
  type: string;
  code?: string;
  message: string;
  /** Where it was thrown, a line for each place. */
  stack: string;
  cause?: ErrorLine;
};

/** Causes of causes that the log tells. */
const mostCauses = 3;

/**
 * What the log says of requests and errors: never headers or bytes of a request, which hold sign-ins; never the token
 * that the first address of a browser carries; and nothing of what others wrote as it is.
 */
export function withSafeLines(logger: boolean | Logger | undefined): boolean | Logger | undefined {
  if (typeof logger !== 'object') return logger;
  return {
    ...logger,
    serializers: { req: requestLine, err: (error: Error) => errorLine(error) },
    hooks: {
      logMethod(texts, log) {
        // Without a text, pino takes the message of the error as it is.
        const err = isError(texts[0]) ? texts[0] : (texts[0] as { err?: Error } | undefined)?.err;
        const all: unknown[] = texts.length === 1 && isError(err) ? [...texts, err.message] : texts;
        log.apply(this, all.map((one) => (typeof one === 'string' ? safe(one) : one)) as typeof texts);
      },
    },
  };
}

/** Fastify's own line of a request's end is missing for who hung up. */
export function logAbortedRequests(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    whenEnded(request, reply, () => {
      if (!reply.raw.writableFinished) {
        request.log.info({ responseTime: reply.elapsedTime }, 'request aborted');
      }
    });
  });
}

function requestLine({ method, url, ip }: FastifyRequest) {
  return { method, url: safe(url), ip: visible(ip ?? '') };
}

/** Other properties may be the request itself, such as `rawPacket` of a parse error. */
function errorLine(error: Error & { code?: unknown }, causes = mostCauses): ErrorLine {
  const { message = '', stack = '', code, cause } = error;
  const at = stack.indexOf(message);
  const frames = at < 0 ? stack : stack.slice(at + message.length);
  return {
    type: error.constructor?.name ?? 'Error',
    code: code === undefined ? undefined : safe(String(code)),
    message: safe(String(message)),
    stack: frames.trim().split('\n').map(safe).join('\n'),
    cause: causes > 0 && isError(cause) ? errorLine(cause, causes - 1) : undefined,
  };
}

function isError(value: unknown): value is Error {
  return typeof (value as Error | undefined)?.message === 'string';
}

function safe(text: string): string {
  return visible(withoutToken(text));
}

export function withoutToken(text: string): string {
  return text.replace(/([?&]token=)[^&#\s]*/gi, '$1[hidden]');
}
