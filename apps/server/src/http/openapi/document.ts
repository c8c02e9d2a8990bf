import { activityLogSchema, type Operation, operations, problemBodySchema } from '@sluice/contract';
import type { z } from 'zod';
import { isWrite } from '../methods';
import { componentSchemas, schemaOf, type JsonSchema } from './schemas';

const everywhere = [400, 401, 403, 413, 415, 429, 500, 502, 503];

/**
 * The API as OpenAPI 3.1, from the very schemas that requests are checked by.
 *
 * @param apps that the server shows; several are told apart by the server's URL
 */
export function openApiDocument(apps: readonly string[] = []): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [operationId, operation] of Object.entries<Operation>(operations)) {
    paths[operation.path] = {
      ...paths[operation.path],
      [operation.method.toLowerCase()]: describe(operationId, operation),
    };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Sluice release console',
      version: '1',
      description:
        'Shows what is deployed in each environment, and changes it. Writes are accepted only from pages of the console and require the content type application/json, even without a body.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers:
      apps.length > 1
        ? [{ url: '/apps/{app}', variables: { app: { enum: apps, default: apps[0] } } }]
        : [{ url: '/' }],
    security: [{ token: [] }, { cookie: [] }, { loadBalancer: [] }],
    paths,
    components: {
      schemas: componentSchemas(),
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'CONSOLE_TOKEN, on the same machine' },
        cookie: {
          type: 'apiKey',
          in: 'cookie',
          name: 'sluice-console-4300',
          description: 'Set by opening the address that npm start prints; the number is the port.',
        },
        loadBalancer: {
          type: 'apiKey',
          in: 'header',
          name: 'x-amzn-oidc-data',
          description: 'Set by an Application Load Balancer that authenticates users.',
        },
      },
    },
  };
}

/** OpenAPI skips a parameter of the name content-type, so the description of the document reports that. */
const ownOrigin = {
  name: 'Origin',
  in: 'header',
  required: true,
  description: 'Origin of the server, as a browser sends it from a page of the console.',
  schema: { type: 'string' },
};

const retryAfter = {
  description: 'Seconds until the next request is accepted, if known.',
  schema: { type: 'integer' },
};

function describe(operationId: string, operation: Operation): Record<string, unknown> {
  const { method, summary, params, query, body, hasETag, refusals = [] } = operation;
  const problems = [...new Set([...everywhere, ...refusals])].sort((a, b) => a - b);
  return {
    operationId,
    summary,
    parameters: [
      ...parameters('path', params),
      ...parameters('query', query),
      ...(isWrite(method) ? [ownOrigin] : []),
    ],
    ...(body === undefined
      ? {}
      : { requestBody: { required: !isOptional(body), content: json(schemaOf(body, 'input')) } }),
    responses: {
      [operation.status]: {
        description: 'As asked',
        ...(hasETag ? { headers: { ETag: { schema: { type: 'string' } } } } : {}),
        content: contentOf(operation),
      },
      ...(hasETag ? { 304: { description: 'Same as the ETag in If-None-Match' } } : {}),
      ...Object.fromEntries(
        problems.map((status) => [
          status,
          {
            description: 'See Problem',
            ...(status === 429 ? { headers: { 'Retry-After': retryAfter } } : {}),
            content: json(schemaOf(problemBodySchema, 'output')),
          },
        ]),
      ),
    },
  };
}

/** A body that is missing is read as one that says nothing. */
function isOptional(body: z.ZodType): boolean {
  return body.safeParse({}).success;
}

function contentOf({ answer }: Operation): Record<string, unknown> {
  if (answer === 'events') return { 'text/event-stream': { schema: { type: 'string' } } };
  if (answer === 'document') return json({ type: 'object' });
  if (answer === 'export')
    return { ...json(schemaOf(activityLogSchema, 'output')), 'text/csv': { schema: { type: 'string' } } };
  return json(schemaOf(answer, 'output'));
}

function json(schema: JsonSchema): Record<string, unknown> {
  return { 'application/json': { schema } };
}

function parameters(place: 'path' | 'query', schema: z.ZodObject | undefined): Record<string, unknown>[] {
  return Object.entries(schema?.shape ?? {}).map(([name, field]) => ({
    name,
    in: place,
    required: place === 'path' || !(field as z.ZodType).safeParse(undefined).success,
    schema: schemaOf(field as z.ZodType, 'input'),
  }));
}
