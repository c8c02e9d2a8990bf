// Puts the release console into the package: the server bundled into one file, and the built files of the client.
import { build as bundle } from 'esbuild';
import { join } from 'node:path';
import { build as buildClient } from 'vite';

/**
 * @param workspace absolute path
 * @param folder absolute path of the package; it gets console/server and console/client
 * @returns absolute paths of the modules that were bundled
 */
export async function writeConsole(workspace, folder) {
  const { metafile } = await bundle({
    absWorkingDir: workspace,
    entryPoints: ['apps/server/src/main.ts'],
    outfile: join(folder, 'console/server/main.js'),
    tsconfig: 'tsconfig.base.json',
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    charset: 'utf8',
    // Names are kept, as errors and logs show them.
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    sourcemap: false,
    metafile: true,
    logLevel: 'warning',
  });
  const modules = new Set(Object.keys(metafile.inputs).map((path) => join(workspace, path)));
  // Whoever builds it, such as a test, may have another one; React then comes with its development build.
  process.env.NODE_ENV = 'production';
  await buildClient({
    root: join(workspace, 'apps/client'),
    logLevel: 'warn',
    build: { outDir: join(folder, 'console/client'), emptyOutDir: true },
    plugins: [
      {
        name: 'bundled-modules',
        generateBundle(_, output) {
          for (const chunk of Object.values(output))
            for (const id of Object.keys(chunk.modules ?? {}))
              if (!id.startsWith('\0')) modules.add(id.split('?')[0]);
        },
      },
    ],
  });
  return [...modules];
}
