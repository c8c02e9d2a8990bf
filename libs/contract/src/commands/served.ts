import { z } from 'zod';

/** What `start` serves, once everything runs. */
export const servedSchema = z.object({
  folder: z.string().describe('Absolute path of the local cloud.'),
  endpoint: z.url().describe('URL of S3 and CodePipeline.'),
  region: z.string(),
  accessKeyId: z.string().describe('Valid on this machine only.'),
  secretAccessKey: z.string().describe('Valid on this machine only.'),
  cache: z
    .object({
      url: z.url().describe('For NX_SELF_HOSTED_REMOTE_CACHE_SERVER.'),
      token: z.string().describe('For NX_SELF_HOSTED_REMOTE_CACHE_ACCESS_TOKEN; valid on this machine only.'),
    })
    .describe('The remote cache of Nx.'),
  environments: z.array(z.object({ app: z.string(), name: z.string(), url: z.url() })),
  console: z.url().optional().describe('URL of the release console, where it is served.'),
});

export type Served = z.infer<typeof servedSchema>;
