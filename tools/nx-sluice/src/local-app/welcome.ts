import { latestTag } from '@sluice/release';
import { cacheVariables } from '../build-cache/cache-variables';
import { nextCommandFor } from '../terminal/next-command';
import type { Settings } from '@sluice/release';

export interface Welcome {
  apps: readonly Settings[];
  /** What a browser opens: name and address. */
  pages: readonly (readonly [name: string, url: string])[];
  /** Absolute path of the local cloud, where commands would use another bucket. */
  folder?: string;
  /** The remote cache of Nx. */
  cache: { url: string; token: string };
  cloud: { endpoint: string; accessKeyId: string; secretAccessKey: string; region: string };
}

/** The addresses, and how one continues: what a person reads when everything runs. */
export function welcomeLines({ apps, pages, folder, cloud, cache }: Welcome): string[] {
  const { endpoint, accessKeyId, secretAccessKey, region } = cloud;
  const variables = [
    `AWS_ENDPOINT_URL=${endpoint}`,
    `AWS_REGION=${region}`,
    `AWS_ACCESS_KEY_ID=${accessKeyId}`,
    `AWS_SECRET_ACCESS_KEY=${secretAccessKey}`,
    ...Object.entries(cacheVariables(cache)).map(([name, value]) => `${name}=${value}`),
  ];
  return [
    '',
    ...aligned([...pages, ['S3 and CodePipeline', endpoint]]),
    '',
    'In another terminal:',
    ...(folder === undefined ? [] : [`  export SLUICE_LOCAL_CLOUD=${folder} SLUICE_BUCKET=`]),
    ...aligned(hints(apps)),
    `For the AWS CLI, and the remote cache of Nx: export ${variables.join(' ')}`,
    'Ctrl-C stops everything.',
  ];
}

/** The words after `nx run` for a target of the project that publishes an app. */
export function targetOf({ project, app }: Settings, apps: readonly Settings[], target: string): string[] {
  return apps.length > 1
    ? [`${project ?? app}:${target}`, `--app=${app}`]
    : [`${project ?? 'app'}:${target}`];
}

/** How one continues with the first app. */
function hints(apps: readonly Settings[]): [command: string, what: string][] {
  const [first] = apps;
  if (first === undefined) return [];
  const following = first.environments.find(({ tag }) => tag === latestTag)?.name;
  const next = first.environments.find(({ tag }) => tag !== latestTag)?.name;
  return [
    [
      ['npx nx run', ...targetOf(first, apps, 'publish'), '--watch'].join(' '),
      `after a commit${following === undefined ? '' : `; ${following} follows`}`,
    ],
    ...(next === undefined
      ? []
      : [[nextCommandFor(first)('promote', next, '--watch'), `${next} follows`] as [string, string]]),
  ];
}

function aligned(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`);
}
