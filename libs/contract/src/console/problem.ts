import { z } from 'zod';

/**
 * The body of every error response.
 *
 * | status | code | |
 * |---|---|---|
 * | 400 | `usage` | the request is invalid |
 * | 401 | `signed-out` | no sign-in, or one that is over |
 * | 403 | `forbidden` | signed in, but not allowed: also another origin |
 * | 404 | `not-found` | no such environment, archive, or address |
 * | 409 | `race-lost` | someone moved the tag since the plan was made |
 * | 413, 415 | `usage` | too large, not JSON |
 * | 422 | `refused` | a rule, a hold, a rejection, a missing confirmation; or there is nothing to roll back or to deploy again |
 * | 429 | `too-many-requests` | |
 * | 500 | `failed` | the server's own fault |
 * | 502, 503 | `unavailable` | the bucket or the pipelines do not answer; not configured |
 */
export const problemBodySchema = z
  .object({
    code: z.enum([
      'usage',
      'signed-out',
      'forbidden',
      'not-found',
      'race-lost',
      'refused',
      'too-many-requests',
      'failed',
      'unavailable',
    ]),
    error: z.string().describe('One sentence on what is wrong.'),
    remedy: z.string().describe('One sentence on what to do.'),
    requestId: z.string().describe('Search for it in the server log.'),
  })
  .meta({ id: 'Problem', description: 'The body of every error response.' });

export type ProblemBody = z.infer<typeof problemBodySchema>;
