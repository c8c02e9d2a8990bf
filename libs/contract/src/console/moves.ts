import { ancestrySchema, commitSchema, fileChangesSchema, gateResultSchema } from '../commands';
import { z } from 'zod';
import { commitId, reasonOf, reasonOfMove } from './values';

export const movePlanSchema = z
  .object({
    environment: z.string(),
    tag: z.string(),
    environments: z.array(z.string()).describe('Every environment that watches the tag.'),
    from: z
      .object({ commit: z.string().optional(), subject: z.string().optional() })
      .optional()
      .describe('The current content of the tag. Absent before the first promotion.'),
    to: z.object({ commit: z.string(), subject: z.string().optional() }),
    ancestry: ancestrySchema
      .optional()
      .describe('Relation of `from` to `to`. With `descendant` the tag moves back.'),
    commits: z
      .array(commitSchema)
      .describe('Commits added, or removed if the tag moves back; newest first, at most 200.'),
    commitCount: z
      .int()
      .optional()
      .describe(
        'Total number of commits, counted up to 1,000. Absent if the server has no clone of the repository.',
      ),
    files: fileChangesSchema.optional().describe('Paths; at most 1,000 of each.'),
    filesNotCompared: z
      .string()
      .optional()
      .describe('Why the files cannot be compared, as a clause; `files` is then absent.'),
    fileCounts: z
      .object({ added: z.int(), changed: z.int(), removed: z.int() })
      .optional()
      .describe('Total numbers of files; present if `files` is present.'),
    basis: z
      .enum(['ran-well', 'previous', 'unknown-run', 'chosen'])
      .optional()
      .describe(
        'For a rollback: `to` was deployed successfully; the pipelines cannot be read, and it is the previous version; the pipelines have no execution of it, so its result is unknown; or the request named it.',
      ),
    skipped: z
      .array(
        z.object({
          commit: z.string().optional(),
          subject: z.string().optional(),
          writtenAt: z.iso.datetime().describe('When it was written to the tag; ISO 8601, UTC.'),
          why: z.string().describe('One clause.'),
        }),
      )
      .optional()
      .describe('For a rollback: skipped newer versions, newest first.'),
    gateResults: z.array(gateResultSchema),
    isAllowed: z.boolean().describe('All gates allow it.'),
    isCurrent: z.boolean().describe('The tag already has this content: nothing would be written.'),
    confirm: z.boolean().describe('The name of the environment must be typed.'),
    expects: z
      .string()
      .nullable()
      .describe(
        'The version of the tag that the plan is based on; send it with the request to execute the plan. Null: the tag was empty.',
      ),
  })
  .meta({ id: 'MovePlan', description: 'What a promotion or a rollback would do. Writes nothing.' });

export type MovePlan = z.infer<typeof movePlanSchema>;

const override = reasonOfMove.optional().describe('Reason for bypassing the gates that can be overridden.');

/** `POST /api/environments/:name/promotion-plan` */
export const planRequestSchema = z.strictObject({ commit: commitId, override }).meta({ id: 'PlanRequest' });

export type PlanRequest = z.infer<typeof planRequestSchema>;

/** `POST /api/environments/:name/rollback-plan` */
export const rollbackPlanRequestSchema = z
  .strictObject({
    commit: commitId
      .optional()
      .describe('An earlier version to roll back to. Default: the last one that was deployed successfully.'),
    override,
  })
  .meta({ id: 'RollbackPlanRequest' });

export type RollbackPlanRequest = z.infer<typeof rollbackPlanRequestSchema>;

/** `POST /api/environments/:name/promotions`, `POST /api/environments/:name/rollbacks` */
export const moveRequestSchema = planRequestSchema
  .extend({
    expects: z
      .string()
      .max(1024)
      .nullable()
      .describe('From the plan. If the tag has another version: 409, and nothing is written.'),
    reason: reasonOfMove,
    confirmation: z
      .string()
      .max(100)
      .optional()
      .describe('The name of the environment, if the plan has `confirm`.'),
    isChosen: z
      .boolean()
      .optional()
      .describe('For a rollback: the plan was requested with `commit`, for a version that someone chose.'),
  })
  .meta({ id: 'MoveRequest' });

export type MoveRequest = z.infer<typeof moveRequestSchema>;

export const moveSchema = z
  .object({
    outcome: z.enum(['moved', 'current']),
    tag: z.string(),
    commit: z.string(),
    versionId: z
      .string()
      .optional()
      .describe('The version whose execution to watch: `runVersionId` of the board.'),
  })
  .meta({ id: 'Move', description: 'Result of a promotion or a rollback.' });

export type Move = z.infer<typeof moveSchema>;

/** `POST /api/environments/:name/redeployments` */
export const redeployRequestSchema = z
  .strictObject({
    expects: z.string().max(1024).describe('The version of the tag that the user saw.'),
    reason: reasonOfMove,
    confirmation: z
      .string()
      .max(100)
      .optional()
      .describe('The name of the environment, if the board has `confirm`.'),
  })
  .meta({ id: 'RedeployRequest' });

export type RedeployRequest = z.infer<typeof redeployRequestSchema>;

/** `PUT /api/environments/:name/hold` */
export const holdRequestSchema = z.strictObject({ reason: reasonOf(500) }).meta({ id: 'HoldRequest' });

export type HoldRequest = z.infer<typeof holdRequestSchema>;

/** `DELETE /api/environments/:name/hold` */
export const unholdRequestSchema = z
  .strictObject({ reason: reasonOfMove.optional() })
  .meta({ id: 'UnholdRequest' });

export type UnholdRequest = z.infer<typeof unholdRequestSchema>;

export const holdAnswerSchema = z
  .object({
    tag: z.string(),
    outcome: z.enum(['held', 'removed', 'unchanged']).describe('unchanged: it already had this state.'),
    movedTo: z.string().optional().describe('`latest` moves to this commit when its hold is removed.'),
  })
  .meta({ id: 'HoldAnswer' });

export type HoldAnswer = z.infer<typeof holdAnswerSchema>;

/** `PUT /api/releases/:commit/rejection` */
export const rejectionRequestSchema = z
  .strictObject({
    reason: reasonOf(256).describe(
      '1 to 256 letters; a character other than `+ - . _ : / @` counts as 3 or more. A longer text is refused.',
    ),
  })
  .meta({ id: 'RejectionRequest' });

export type RejectionRequest = z.infer<typeof rejectionRequestSchema>;

/** `DELETE /api/releases/:commit/rejection` */
export const undoRejectionRequestSchema = z
  .strictObject({ reason: reasonOfMove.optional() })
  .meta({ id: 'UndoRejectionRequest' });

export type UndoRejectionRequest = z.infer<typeof undoRejectionRequestSchema>;

export const rejectionAnswerSchema = z
  .object({ commit: z.string(), outcome: z.enum(['rejected', 'accepted', 'unchanged']) })
  .meta({ id: 'RejectionAnswer' });

export type RejectionAnswer = z.infer<typeof rejectionAnswerSchema>;
