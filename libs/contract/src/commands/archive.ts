import { z } from 'zod';
import { bytes, commitId, timestamp, recordedTime } from './values';

export const archiveViewSchema = z
  .object({
    commit: commitId.optional(),
    digest: z
      .string()
      .optional()
      .describe('SHA-256 over the manifest of the archive; identifies its content.'),
    subject: z.string().optional(),
    author: z.string().optional().describe('Author of the commit.'),
    committedAt: recordedTime.optional(),
    actor: z.string().optional().describe('Who wrote the object.'),
    run: z.string().optional().describe('URL of the CI run that wrote the object.'),
    reason: z.string().optional(),
    size: bytes,
    writtenAt: timestamp,
  })
  .meta({
    id: 'Archive',
    description:
      'An archive, from its metadata. Objects that were copied manually lack metadata, so many fields are optional.',
  });

export type ArchiveView = z.infer<typeof archiveViewSchema>;

export const taggedArchiveSchema = archiveViewSchema
  .extend({
    versionId: z.string().optional().describe('Version of the object of the tag.'),
    previous: commitId.optional().describe('The previous commit of the tag.'),
    isByHand: z
      .boolean()
      .optional()
      .describe('It was copied with another tool, so actor and reason are unknown.'),
  })
  .meta({ id: 'TaggedArchive', description: 'The content of a tag.' });

export type TaggedArchive = z.infer<typeof taggedArchiveSchema>;

export const releaseViewSchema = archiveViewSchema
  .extend({
    commit: commitId,
    environments: z.array(z.string()).describe('Environments whose tag has this commit now.'),
  })
  .meta({ id: 'Release', description: 'A published archive.' });

export type ReleaseView = z.infer<typeof releaseViewSchema>;
