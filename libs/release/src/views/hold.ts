import { z } from 'zod';
import { commitId, toldMoment } from './values';

export const holdViewSchema = z
  .object({
    reason: z.string().optional(),
    actor: z.string().optional(),
    since: toldMoment.optional(),
    id: z
      .string()
      .optional()
      .describe("Random, one per hold: it tells one's own from somebody else's after a lost response."),
  })
  .meta({ id: 'Hold', description: 'Why nothing but a release of the hold moves a tag.' });

export type HoldView = z.infer<typeof holdViewSchema>;

const place = { tag: z.string(), key: z.string().describe('Key of the object that holds the tag.') };

export const holdingSchema = z
  .object({
    ...place,
    outcome: z
      .enum(['held', 'present'])
      .describe('present: somebody held it before, and that hold stands as it is.'),
    hold: holdViewSchema,
  })
  .meta({ id: 'Holding', description: 'What became of a wish to hold a tag.' });

export type Holding = z.infer<typeof holdingSchema>;

export const holdReleaseSchema = z
  .object({
    ...place,
    outcome: z.enum(['released', 'absent']).describe('absent: nobody held it.'),
    hold: holdViewSchema.optional().describe('The hold that was lifted.'),
    moved: z
      .object({ from: commitId.optional(), commit: commitId, versionId: z.string().optional() })
      .optional()
      .describe('Set when the tag went on to where it should be.'),
  })
  .meta({ id: 'HoldRelease', description: 'What became of a wish to release a hold.' });

export type HoldRelease = z.infer<typeof holdReleaseSchema>;
