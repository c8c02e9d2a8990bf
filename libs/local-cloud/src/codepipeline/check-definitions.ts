import { LocalCloudError } from '../local-cloud-error';
import type { PipelineDefinition } from './model/definition';

const pipelineName = /^[A-Za-z0-9.@\-_]{1,100}$/;
const environmentName = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}$/;

/** @throws LocalCloudError when a name is malformed or used twice. */
export function checkDefinitions(definitions: readonly PipelineDefinition[]): void {
  const pipelines = definitions.map(({ name }) => name);
  const environments = definitions.map(({ deploy }) => deploy.name);
  check('pipeline', pipelines, pipelineName, '1 to 100 of A-Z a-z 0-9 . @ _ -');
  check('environment', environments, environmentName, '1 to 100 of A-Z a-z 0-9 . _ -, the first no dot');
}

function check(what: string, names: readonly string[], pattern: RegExp, rule: string): void {
  for (const [index, name] of names.entries()) {
    if (!pattern.test(name) || name === '..' || name === '.') {
      throw new LocalCloudError(
        `'${name}' is not a valid name for ${what === 'environment' ? 'an' : 'a'} ${what}.`,
        `Use ${rule}.`,
      );
    }
    if (names.indexOf(name) !== index) {
      throw new LocalCloudError(
        `The ${what} '${name}' is defined twice.`,
        `Use a different ${what} for each.`,
      );
    }
  }
}
