import { GitRepository } from '@sluice/git';
import { currentActor } from '../composition/actor';
import { openConsoleServer, packagedConsole } from './console-server';
import { accessVariables } from './definitions';
import type { ServeOptions } from './serve-apps';
import { newToken, signInAddress, signInVariables } from './sign-in';

/** The console of the package for {@link ServeOptions}; nothing in a build without it. */
export async function consoleBeside({
  root,
  signal,
  say,
}: Pick<ServeOptions, 'root' | 'signal' | 'say'>): Promise<
  Pick<ServeOptions, 'openConsole' | 'addressOfConsole'>
> {
  const packaged = packagedConsole(root);
  if (packaged === undefined) return {};
  const token = newToken();
  const actor = await currentActor(process.env, new GitRepository(root));
  return {
    addressOfConsole: (url) => signInAddress(url, token),
    openConsole: ({ folder, port, access, variables }) =>
      openConsoleServer({
        server: packaged.server,
        folder,
        port,
        variables: {
          ...packaged.variables,
          ...accessVariables(access),
          ...signInVariables({ token, actor, root }),
          ...variables,
        },
        signal,
        onEvent: (event) => (event.kind === 'output' ? say(event.line) : undefined),
      }),
  };
}
