import { parseArgs } from 'node:util';
import { SluiceError } from '@sluice/release';
import { GitRepository } from '@sluice/git';
import {
  currentActor,
  defaultPorts,
  freeCloudFolder,
  interruptible,
  newToken,
  printable,
  readApps,
  serveApps,
  signInAddress,
  signInVariables,
  ToolLog,
} from 'nx-sluice';
import { openConsole } from '../local-app/console';
import { runMain } from '../processes/main';

const usage = `npm start [-- --port=<S3 and CodePipeline, ${defaultPorts.cloud}> --console=<console, ${defaultPorts.console}>]`;

function readFlags(): { cloud: number; console: number } {
  try {
    const { values } = parseArgs({ options: { port: { type: 'string' }, console: { type: 'string' } } });
    const port = (text: string | undefined, otherwise: number) => {
      const number = Number(text ?? otherwise);
      if (!Number.isInteger(number) || number < 0 || number > 65_000)
        throw new Error(`${text} is not a port`);
      return number;
    };
    return {
      cloud: port(values.port, defaultPorts.cloud),
      console: port(values.console, defaultPorts.console),
    };
  } catch (cause) {
    throw new SluiceError('usage', `Invalid arguments: ${(cause as Error).message}.`, `Use: ${usage}.`, {
      cause,
    });
  }
}

async function main(): Promise<number> {
  const root = process.cwd();
  const ports = readFlags();
  const apps = await readApps(root, process.env, {});
  freeCloudFolder(root, apps);
  const log = new ToolLog('sluice-start');
  say(`Building; the output of the tools: ${log.path}`);
  const token = newToken();
  const actor = await currentActor(process.env, new GitRepository(root));
  const variables = signInVariables({ token, actor, root });
  await interruptible((signal) =>
    serveApps({
      root,
      apps,
      ports,
      variables,
      addressOf: (url) => signInAddress(url, token),
      openConsole: ({ variables: known, ...place }) =>
        openConsole({
          ...place,
          root,
          variables: { ...variables, ...known },
          signal,
          log,
          onEvent: (event) => (event.kind === 'output' ? say(event.line) : undefined),
        }),
      signal,
      log,
      say,
    }),
  );
  return 0;
}

function say(text: string): void {
  process.stdout.write(`${text.split('\n').map(printable).join('\n')}\n`);
}

runMain(main);
