import { installAll, shellLine } from '../../packing/package-managers';
import { readTemplate, replaceOnce } from '../shared/templates';
import type { Pipeline } from './github';

export interface Promotion {
  app: string;
  environment: string;
}

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
  const install = shellLine(installAll(packageManager));
  return [text, ...jobs].join('\n').replaceAll('    - npm ci\n', `    - ${install}\n`);
}
