import { join } from 'node:path';
import { extractArchive, manifestDigest } from '@sluice/archive';
import type { PipelineDefinition } from '@sluice/local-cloud';
import { prefixFor, resolveSettings, tagKey } from '@sluice/release';
import { sluice } from './repository';

/** The pipelines that sluice.json asks for: unpack the archive, and run its server as the environment. */
export function environmentPipelines(bucket: string): PipelineDefinition[] {
  const { app, environments } = resolveSettings({ file: sluice, env: {} });
  return environments.map(({ name, pipeline, tag }) => ({
    name: pipeline,
    source: { bucket, key: tagKey(prefixFor(app), tag) },
    build: async ({ file, folder, metadata }) => {
      const digest = manifestDigest(await extractArchive(file, folder));
      return { variables: { digest, commit: metadata['commit'] ?? '' } };
    },
    deploy: {
      name,
      publicPort: 0,
      healthPath: '/healthz',
      expect: ({ digest }) => ({ digest: digest ?? '' }),
      command: (folder, { variables }) => ({
        file: process.execPath,
        args: [join(folder, 'app/server/main.js')],
        env: {
          SLUICE_COMMIT: variables['commit'] ?? '',
          SLUICE_DIGEST: variables['digest'] ?? '',
          SLUICE_ENVIRONMENT: name,
          LOG_LEVEL: 'warn',
        },
      }),
    },
  }));
}
