import { z } from 'zod';
import { bytes, commitId, timestamp } from './values';

const taskSchema = z.object({
  task: z.string(),
  hash: z.string().describe('The hash of Nx.'),
  outcome: z
    .enum(['built', 'restored', 'unknown'])
    .describe('built: in that run. restored: from the cache of the bucket. unknown: nothing tells.'),
  namespace: z.string().optional().describe('Of the cache: main, or that of a pull request.'),
  commit: z.string().optional().describe('The commit whose run built a restored output.'),
  run: z.string().optional().describe('URL of the run that built a restored output.'),
});

const provenanceSchema = z
  .object({
    name: z.string().describe('Key of the archive.'),
    sha256: z.string(),
    digest: z.string(),
    commit: commitId,
    repository: z.string().optional(),
    project: z.string().optional().describe('The Nx project that published it.'),
    builder: z.string(),
    run: z.string().optional().describe('URL of the CI run.'),
    startedAt: timestamp,
    finishedAt: timestamp,
    versions: z.record(z.string(), z.string()).optional(),
    tasks: z.array(taskSchema).optional().describe('Absent if Nx did not run the publish.'),
    unproved: z
      .array(z.enum(['allowDirty', 'allowStale']))
      .describe('Options of the publish that left a check against git out.'),
  })
  .describe('What the provenance says. Whether it is true is said by trust and problem.');

export const verificationSchema = z
  .object({
    subject: z.object({
      kind: z.enum(['environment', 'archive', 'file', 'address']),
      name: z.string(),
      commit: commitId.optional(),
      digest: z.string().optional(),
      sha256: z.string().optional().describe('Of the bytes, if they could be read.'),
      size: bytes.optional(),
    }),
    trust: z
      .enum(['trusted', 'not-checked', 'unsigned', 'untrusted'])
      .describe('Whether a trusted key signed the provenance. not-checked: no key is trusted.'),
    keyId: z.string().optional().describe('Id of the trusted key that signed it.'),
    problem: z
      .object({ kind: z.string(), explanation: z.string(), remedy: z.string() })
      .optional()
      .describe('Why it is not verified.'),
    provenance: provenanceSchema.optional(),
  })
  .meta({ id: 'Verification', description: 'Where an archive came from, and whether that is proved.' });

export type Verification = z.infer<typeof verificationSchema>;
