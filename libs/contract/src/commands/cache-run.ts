import { z } from 'zod';

const whole = z.int().nonnegative();

/** What `cache` did while the command ran. */
export const cacheRunSchema = z.object({
  exitCode: whole.describe('That of the command.'),
  reads: z.array(z.string()).describe('The namespaces that entries were read from, in this order.'),
  writes: z.string().optional().describe('The namespace that entries were stored in; absent: read only.'),
  hits: whole.describe('Tasks whose outputs were taken from the cache.'),
  misses: whole.describe('Tasks that were asked for and not in the cache.'),
  stored: whole.describe('Tasks whose outputs were stored.'),
  bytesReceived: whole,
  bytesStored: whole,
  secondsSaved: z
    .number()
    .nonnegative()
    .describe(
      'Time that the hits took when they were built, at most: waiting for other tasks is part of it.',
    ),
});

export type CacheRun = z.infer<typeof cacheRunSchema>;
