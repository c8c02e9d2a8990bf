import type { PackageManager } from '../shared/package-manager';
import { readTemplate, replaceOnce } from '../shared/templates';
import type { Pipeline } from './github';

export interface Promotion {
  app: string;
  environment: string;
}

const installs: Record<PackageManager, string> = {
  npm: 'npm ci',
  pnpm: 'corepack enable pnpm && pnpm install --frozen-lockfile',
  yarn: 'corepack enable yarn && yarn install --immutable',
  bun: 'npm install --global bun && bun install --frozen-lockfile',
};

/** One job by hand for each environment that is promoted to. */
export function gitlabPipeline(
  { first, packageManager }: Pipeline,
  promotions: readonly Promotion[],
): string {
  const text = replaceOnce(
    readTemplate('gitlab', 'sluice.gitlab-ci.yml'),
    'environment: stage\n',
    `environment: ${first}\n`,
  );
  const jobs = promotions.map(({ app, environment }) =>
    [
      `promote ${app} to ${environment}:`,
      '  extends: .promote',
      `  environment: ${environment}`,
      `  resource_group: ${app}-${environment}`,
      `  variables: { SLUICE_APP: '${app}', SLUICE_TARGET: '${environment}' }`,
      '',
    ].join('\n'),
  );
  return [text, ...jobs].join('\n').replaceAll('    - npm ci\n', `    - ${installs[packageManager]}\n`);
}
