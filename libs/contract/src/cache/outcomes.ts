import { z } from 'zod';
import { commitId } from '../commands/values';

const hash = z
  .string()
  .regex(/^[a-zA-Z0-9_-]{1,128}$/)
  .describe('The hash of Nx for the task.');

/** Where an output came from, as the object's metadata in the bucket tells it. */
const maker = {
  namespace: z.string().describe('main, or pr/<number>.'),
  sha256: z.string().optional(),
  commit: commitId.optional(),
  run: z.string().optional().describe('URL of the CI run.'),
  actor: z.string().optional(),
};

export const cacheOutcomeSchema = z.discriminatedUnion('outcome', [
  z.object({ hash, outcome: z.literal('restored'), ...maker }),
  z.object({
    hash,
    outcome: z.literal('missed'),
    why: z
      .enum(['absent', 'mismatch', 'unavailable'])
      .describe(
        'absent: no entry. mismatch: an entry whose bytes or metadata are wrong. unavailable: the bucket did not answer.',
      ),
  }),
]);

/**
 * What became of each output that Nx asked the cache server of `sluice cache` for in this run, the last answer for each
 * hash: the server answers `GET /v1/outcomes` with it, to whoever has the token of `GET /v1/cache/<hash>`. `publish` asks
 * for it.
 */
export const cacheOutcomesSchema = z.object({ outcomes: z.array(cacheOutcomeSchema) });

export type CacheOutcome = z.infer<typeof cacheOutcomeSchema>;
export type CacheOutcomes = z.infer<typeof cacheOutcomesSchema>;
