import { z } from 'zod';
import { bytes, commitId, timestamp, recordedTime } from './values';

export const archiveViewSchema = z
  .object({
    commit: commitId.optional(),
    digest: z.string().optional().describe("SHA-256 over the archive's manifest: its identity."),
    subject: z.string().optional(),
    author: z.string().optional().describe('Who wrote the commit.'),
    committedAt: recordedTime.optional(),
    actor: z.string().optional().describe('Who put it there.'),
    run: z.string().optional().describe('URL of the CI run that wrote it.'),
    reason: z.string().optional(),
    size: bytes,
    writtenAt: timestamp,
  })
  .meta({
    id: 'Archive',
    description:
      'An archive as its metadata tells it. Objects that were copied by hand carry less, hence the many optionals.',
  });

export type ArchiveView = z.infer<typeof archiveViewSchema>;

export const taggedArchiveSchema = archiveViewSchema
  .extend({
    versionId: z.string().optional().describe('Version of the object of the tag.'),
    previous: commitId.optional().describe('The commit that the tag left.'),
    isByHand: z
      .boolean()
      .optional()
      .describe('Somebody copied it there with other tools, so nobody knows who and why.'),
  })
  .meta({ id: 'TaggedArchive', description: 'What a tag names.' });

export type TaggedArchive = z.infer<typeof taggedArchiveSchema>;

export const releaseViewSchema = archiveViewSchema
  .extend({
    commit: commitId,
    environments: z.array(z.string()).describe('Environments whose tag names this commit now.'),
  })
  .meta({ id: 'Release', description: 'An archive that was published.' });

export type ReleaseView = z.infer<typeof releaseViewSchema>;
