import type { Tree } from '@nx/devkit';
import { JsonFile } from './json-file';
import type { Report } from './report';

/** aws/pipeline.yml reads `aws/` in the archive, so this is where the files have to be. */
export const awsFolder = 'aws';

/** Sizes, variables and secrets of one environment; its fields: docs/aws.md. */
function standardConfiguration(environment: string) {
  return {
    Parameters: { Cpu: '256', Memory: '512', Strategy: 'ROLLING' },
    Scaling: { MinTasks: 1, MaxTasks: 2, CpuTarget: 60 },
    Variables: {},
    Secrets: {},
    Tags: { environment, 'managed-by': 'sluice' },
  };
}

export function configurationPath(environment: string): string {
  return `${awsFolder}/cfn-template-configuration-${environment}.json`;
}

/** The file of a new environment: the sizes of another one, but none of its variables and secrets. */
export function addConfiguration(
  tree: Tree,
  environment: string,
  like: string | undefined,
  report: Report,
): void {
  const path = configurationPath(environment);
  if (tree.exists(path)) return;
  const configuration = standardConfiguration(environment);
  if (like !== undefined && tree.exists(configurationPath(like))) {
    const other = new JsonFile(tree, configurationPath(like));
    Object.assign(configuration.Parameters, other.get(['Parameters']));
    Object.assign(configuration.Scaling, other.get(['Scaling']));
  }
  tree.write(path, `${JSON.stringify(configuration, null, 2)}\n`);
  report.note(true, `${path}: sizes, variables and secrets of ${environment}`);
}
