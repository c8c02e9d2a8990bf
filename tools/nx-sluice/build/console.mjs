// Puts the release console into the package: the server bundled into one file, and the built files of the client.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build as buildClient } from 'vite';

/**
 * @param workspace absolute path
 * @param folder absolute path of the package; it gets console/server and console/client
 * @returns absolute paths of the modules that were bundled
 */
export async function writeConsole(workspace, folder) {
  const { bundleServer } = await import(pathToFileURL(join(workspace, 'apps/server/bundle.mjs')).href);
  const modules = new Set(await bundleServer(join(folder, 'console/server/main.js'), { minify: true }));
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
