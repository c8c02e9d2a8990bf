import type { Operation } from '@sluice/contract';
import { SluiceError } from '@sluice/release';
import type { FastifyContextConfig, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { Refusal } from '../http/refusal';

type Part<O extends Operation, Name extends 'params' | 'query' | 'body'> =
  O extends Record<Name, infer S> ? (S extends z.ZodType ? z.output<S> : undefined) : undefined;

type Answer<O extends Operation> = O['answer'] extends z.ZodType ? z.output<O['answer']> : unknown;

export interface Call<O extends Operation> {
  params: Part<O, 'params'>;
  query: Part<O, 'query'>;
  body: Part<O, 'body'>;
  request: FastifyRequest;
  reply: FastifyReply;
}

export interface Handling<O extends Operation> extends Pick<FastifyContextConfig, 'isCostly'> {
  /** @throws Refusal when this person may not; asked before the body is looked at. */
  allow?(call: Pick<Call<O>, 'params' | 'request'>): void;
  handle(call: Call<O>): Promise<Answer<O> | FastifyReply>;
}

/** Answers one operation of the contract: its path, method, status and the shape of what is sent are said there. */
export function serve<const O extends Operation>(
  app: FastifyInstance,
  operation: O,
  { allow, handle, isCostly }: Handling<O>,
): void {
  app.route({
    method: operation.method,
    url: operation.path.replace(/\{(\w+)\}/g, ':$1'),
    config: { isCostly },
    // Nobody would read a stream that HEAD has opened, and it would stay open.
    exposeHeadRoute: operation.answer !== 'events',
    handler: async (request, reply) => {
      reply.header('cache-control', 'no-store');
      const params = parse(operation.params, request.params, notFound) as Call<O>['params'];
      allow?.({ params, request });
      const query = parse(operation.query, request.query, usage) as Call<O>['query'];
      const body = parse(operation.body, request.body ?? {}, usage) as Call<O>['body'];
      reply.code(operation.status);
      return handle({ params, query, body, request, reply });
    },
  });
}

function parse(schema: z.ZodType | undefined, value: unknown, fail: (issue: string) => Error): unknown {
  if (schema === undefined) return undefined;
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = issue?.path.join('.') ?? '';
  throw fail(`${path === '' ? 'the request' : path}: ${issue?.message ?? 'it is wrong'}`);
}

function usage(issue: string): SluiceError {
  return new SluiceError(
    'usage',
    `Invalid request; ${issue}.`,
    '/api/openapi.json describes valid requests.',
  );
}

function notFound(): Refusal {
  return new Refusal(404, 'not-found', 'Not found.', 'All routes are in /api/openapi.json.');
}
