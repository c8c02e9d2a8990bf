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
      .describe('Where the tag is now; absent: nothing was ever there.'),
    to: z.object({ commit: z.string(), subject: z.string().optional() }),
    ancestry: ancestrySchema.optional().describe('How `from` stands to `to`; a `descendant` moves back.'),
    commits: z
      .array(commitSchema)
      .describe('The commits that come or, for a way back, those that go; newest first, 200 at the most.'),
    commitCount: z
      .int()
      .optional()
      .describe(
        'How many commits there are in all, counted up to 1,000; absent when the server has no clone that can tell.',
      ),
    files: fileChangesSchema.optional().describe('Paths; 1,000 of each at the most.'),
    filesNotCompared: z
      .string()
      .optional()
      .describe('One clause on why the files cannot be compared; then `files` is absent.'),
    fileCounts: z
      .object({ added: z.int(), changed: z.int(), removed: z.int() })
      .optional()
      .describe('How many files there are in all; there whenever `files` is.'),
    basis: z
      .enum(['ran-well', 'previous', 'unknown-run'])
      .optional()
      .describe(
        'Of a rollback: the pipelines say that `to` ran well; no pipeline can tell, and it is merely the one before; or the pipelines know no run of it, so that nobody can tell how it ran.',
      ),
    skipped: z
      .array(
        z.object({
          commit: z.string().optional(),
          subject: z.string().optional(),
          writtenAt: z.iso.datetime().describe('When it came to the tag; ISO 8601, UTC.'),
          why: z.string().describe('One clause.'),
        }),
      )
      .optional()
      .describe('Of a rollback: newer versions that will not do, newest first.'),
    gateResults: z.array(gateResultSchema),
    isAllowed: z.boolean().describe('All verdicts allow it.'),
    isCurrent: z.boolean().describe('The content is there already: nothing would be written.'),
    confirm: z.boolean().describe("The environment's name must be typed."),
    expects: z
      .string()
      .nullable()
      .describe(
        'The version of the tag that this plan was made against; send it back with the deed. Null: the tag was empty.',
      ),
  })
  .meta({ id: 'MovePlan', description: 'What a promotion or a rollback would do. Writes nothing.' });

export type MovePlan = z.infer<typeof movePlanSchema>;

const override = reasonOfMove.optional().describe('Why rules that allow it may be passed over this once.');

/** `POST /api/environments/:name/promotion-plan` */
export const planRequestSchema = z.strictObject({ commit: commitId, override }).meta({ id: 'PlanRequest' });

export type PlanRequest = z.infer<typeof planRequestSchema>;

/** `POST /api/environments/:name/rollback-plan` */
export const rollbackPlanRequestSchema = z.strictObject({ override }).meta({ id: 'RollbackPlanRequest' });

export type RollbackPlanRequest = z.infer<typeof rollbackPlanRequestSchema>;

/** `POST /api/environments/:name/promotions`, `POST /api/environments/:name/rollbacks` */
export const moveRequestSchema = planRequestSchema
  .extend({
    expects: z
      .string()
      .max(1024)
      .nullable()
      .describe('From the plan. Another version on the tag by now: 409, and nothing is written.'),
    reason: reasonOfMove,
    confirmation: z
      .string()
      .max(100)
      .optional()
      .describe("The environment's name, where the plan says `confirm`."),
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
      .describe('The version whose pipeline run is to be watched: `runVersionId` of the board.'),
  })
  .meta({ id: 'Move', description: 'What became of a promotion or a rollback.' });

export type Move = z.infer<typeof moveSchema>;

/** `POST /api/environments/:name/redeployments` */
export const redeployRequestSchema = z
  .strictObject({
    expects: z.string().max(1024).describe('The version of the tag that was on the screen.'),
    reason: reasonOfMove,
    confirmation: z
      .string()
      .max(100)
      .optional()
      .describe("The environment's name, where the board says `confirm`."),
  })
  .meta({ id: 'RedeployRequest' });

export type RedeployRequest = z.infer<typeof redeployRequestSchema>;

/** `PUT /api/environments/:name/hold` */
export const holdRequestSchema = z.strictObject({ reason: reasonOf(500) }).meta({ id: 'HoldRequest' });

export type HoldRequest = z.infer<typeof holdRequestSchema>;

/** `DELETE /api/environments/:name/hold` */
export const unholdRequestSchema = z
  .strictObject({ reason: reasonOfMove.optional() })
  .meta({ id: 'ReleaseHoldRequest' });

export type UnholdRequest = z.infer<typeof unholdRequestSchema>;

export const holdAnswerSchema = z
  .object({
    tag: z.string(),
    outcome: z
      .enum(['held', 'removed', 'unchanged'])
      .describe('unchanged: somebody held it before, or nobody did; that stands.'),
    movedTo: z.string().optional().describe('`latest` goes on to this commit once its hold is released.'),
  })
  .meta({ id: 'HoldAnswer' });

export type HoldAnswer = z.infer<typeof holdAnswerSchema>;

/** `PUT /api/releases/:commit/rejection` */
export const rejectionRequestSchema = z
  .strictObject({
    reason: reasonOf(256).describe(
      '1 to 256 letters; a sign other than `+ - . _ : / @` takes the room of 3 or more. What does not fit is refused.',
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
