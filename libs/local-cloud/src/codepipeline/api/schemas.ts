import { z } from 'zod';
import { apiError } from './errors';

/* Limits and patterns are those of the API model, version 2015-07-09. */

const name = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[A-Za-z0-9.@\-_]+$/);
const executionId = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
const nextToken = z.string().min(1).max(2048).optional();
const page = (limit: number) => z.int().min(1).max(limit).optional();
const transitionType = z.enum(['Inbound', 'Outbound']);

export const schemas = {
  ListPipelines: z.object({ maxResults: page(1000), nextToken }),
  GetPipeline: z.object({ name, version: z.int().min(1).optional() }),
  GetPipelineState: z.object({ name }),
  ListPipelineExecutions: z.object({
    pipelineName: name,
    maxResults: page(100),
    nextToken,
    filter: z.object({ succeededInStage: z.object({ stageName: name.optional() }).optional() }).optional(),
  }),
  GetPipelineExecution: z.object({ pipelineName: name, pipelineExecutionId: executionId }),
  ListActionExecutions: z.object({
    pipelineName: name,
    maxResults: page(100),
    nextToken,
    filter: z
      .object({
        pipelineExecutionId: executionId.optional(),
        latestInPipelineExecution: z
          .object({ pipelineExecutionId: executionId, startTimeRange: z.enum(['Latest', 'All']) })
          .optional(),
      })
      .optional(),
  }),
  StartPipelineExecution: z.object({
    name,
    clientRequestToken: z
      .string()
      .min(1)
      .max(128)
      .regex(/^[a-zA-Z0-9-]+$/)
      .optional(),
    variables: z
      .array(z.object({ name: z.string().min(1).max(128), value: z.string().min(1).max(1000) }))
      .min(1)
      .max(50)
      .optional(),
    sourceRevisions: z
      .array(
        z.object({
          actionName: name,
          revisionType: z.enum(['COMMIT_ID', 'IMAGE_DIGEST', 'S3_OBJECT_VERSION_ID', 'S3_OBJECT_KEY']),
          revisionValue: z.string().min(1).max(1500),
        }),
      )
      .max(50)
      .optional(),
  }),
  StopPipelineExecution: z.object({
    pipelineName: name,
    pipelineExecutionId: executionId,
    abandon: z.boolean().optional(),
    reason: z.string().max(200).optional(),
  }),
  EnableStageTransition: z.object({ pipelineName: name, stageName: name, transitionType }),
  DisableStageTransition: z.object({
    pipelineName: name,
    stageName: name,
    transitionType,
    reason: z
      .string()
      .min(1)
      .max(300)
      .regex(/^[a-zA-Z0-9!@ ().*?-]+$/),
  }),
};

export type OperationName = keyof typeof schemas;
export type Input<Name extends OperationName> = z.output<(typeof schemas)[Name]>;

/** @throws ServiceError ValidationException, which names every field that is wrong. */
export function parseInput<Name extends OperationName>(operation: Name, body: unknown): Input<Name> {
  const result = schemas[operation].safeParse(body);
  if (result.success) return result.data as Input<Name>;
  const problems = result.error.issues.map(
    ({ path, message }) =>
      `Value at '${path.join('.') || 'the request'}' failed to satisfy constraint: ${message}`,
  );
  const plural = problems.length === 1 ? '' : 's';
  throw apiError(
    'ValidationException',
    `${problems.length} validation error${plural} detected: ${problems.join('; ')}`,
  );
}
