import { SluiceError } from '../errors';
import type { Settings } from './settings';

/**
 * @param path what leads to `environments` in sluice.json.
 * @throws SluiceError `invalid-configuration` a requirement that is no other environment, or that comes with what it is required for.
 */
export function checkRequirements(
  environments: Readonly<Record<string, { tag: string; requires: string[] }>>,
  path: string,
): void {
  const names = Object.keys(environments);
  for (const [name, { requires, tag }] of Object.entries(environments)) {
    const unknown = requires.find((other) => !names.includes(other) || other === name);
    if (unknown !== undefined) {
      throw new SluiceError(
        'invalid-configuration',
        `sluice.json: ${path}environments.${name}.requires names "${unknown}", which is ${unknown === name ? 'itself' : 'no environment'}.`,
        `Use names of other environments: ${names.filter((one) => one !== name).join(', ') || 'there are none'}.`,
      );
    }
    const twin = requires.find((other) => environments[other]?.tag === tag);
    if (twin !== undefined) {
      throw new SluiceError(
        'invalid-configuration',
        `sluice.json: ${path}environments.${name}.requires names "${twin}", which watches the tag "${tag}" too: whatever comes, comes to both at once.`,
        'Give one of them a tag of its own, or drop the requirement.',
      );
    }
  }
}

/**
 * An app `store` with an environment `web-stage` and an app `store-web` with a `stage` both mean
 * `store-web-stage-pipeline`, and each would take the other's runs for its own.
 * @throws SluiceError `invalid-configuration` two environments whose pipelines have one name in one region.
 */
export function checkPipelines(apps: readonly Settings[]): void {
  const known = new Map<string, string>();
  for (const { app, region, environments } of apps) {
    for (const { name, pipeline } of environments) {
      const key = `${region ?? ''} ${pipeline}`;
      const mine = apps.length === 1 ? `"${name}"` : `"${name}" of ${app}`;
      const theirs = known.get(key);
      if (theirs !== undefined) {
        throw new SluiceError(
          'invalid-configuration',
          `sluice.json: the environments ${theirs} and ${mine} have one pipeline, "${pipeline}".`,
          'Give one of them another "pipeline", or rename an environment or app.',
        );
      }
      known.set(key, mine);
    }
  }
}
