import { diffSchema, historySchema, rejectionSchema, releaseViewSchema } from '../commands';
import { commitId } from '../commands/values';
import { z } from 'zod';

export const releaseSortSchema = z.enum(['writtenAt', 'subject', 'size']);

export type ReleaseSort = z.infer<typeof releaseSortSchema>;

/** `GET /api/releases?search=&sort=&order=&page=&pageSize=` */
export const releaseQuerySchema = z.strictObject({
  search: z
    .string()
    .max(200)
    .default('')
    .describe('Words that must occur in subject, commit, author or actor.'),
  sort: releaseSortSchema.default('writtenAt'),
  order: z.enum(['asc', 'desc']).default('desc'),
  page: z.coerce.number().int().min(1).max(1_000_000).default(1).describe('From 1.'),
  pageSize: z.coerce.number().int().min(10).max(100).default(20),
});

export type ReleaseQuery = Partial<z.output<typeof releaseQuerySchema>>;

export const releaseRowSchema = releaseViewSchema
  .extend({
    been: z
      .array(z.string())
      .describe('Environments that had it before. Those that have it now are in `environments`.'),
    failed: z
      .array(z.string())
      .describe(
        'Those of `been` where its deployment failed and none succeeded, as far as the pipelines keep executions.',
      ),
    sameContent: z
      .array(commitId)
      .describe(
        'Other commits whose archives have the same content, the newest upload first; at most 20, and only of those whose metadata the server has read.',
      ),
    rejection: rejectionSchema.optional(),
  })
  .meta({ id: 'ReleaseRow', description: 'A published archive. `GET /api/releases/:commit`' });

export type ReleaseRow = z.infer<typeof releaseRowSchema>;

export const releasePageSchema = z
  .object({
    rows: z.array(releaseRowSchema),
    total: z.int().describe('Archives in the bucket.'),
    matching: z.int().describe('Number of archives that match the search.'),
    page: z.int(),
    pageSize: z.int(),
    indexed: z
      .int()
      .describe(
        'Number of archives whose metadata the server has read. If it is below `total`, a search or a sort by subject is incomplete.',
      ),
  })
  .meta({ id: 'ReleasePage', description: '`GET /api/releases`' });

export type ReleasePage = z.infer<typeof releasePageSchema>;

/** The event `releases` of `GET /api/events`: the list, or what is known of it, changed; ask for the page again. */
export const releasesEventSchema = z
  .object({ total: z.int(), indexed: z.int() })
  .meta({ id: 'ReleasesEvent' });

export type ReleasesEvent = z.infer<typeof releasesEventSchema>;

/** Narrow enough that no expression of git's (`HEAD^{/…}`, `@{-1}`) comes through. */
const side = z
  .string()
  .regex(
    /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/,
    'it is not the name of an environment or a tag, and not a commit',
  )
  .describe('The name of an environment or a tag, or a commit: 40 hex digits, or at least the first 7.');

/** `GET /api/compare?from=&to=` {@link Diff}: names of environments or tags, or commits, full or at least 7 digits. */
export const compareQuerySchema = z.strictObject({ from: side, to: side });

/** `GET /api/environments/:name/history?limit=` {@link History} */
export const historyQuerySchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(500).default(20),
});

export { diffSchema, historySchema };
