import { SluiceError } from '../errors';
import { latestTag } from '../keys';
import { isSamePlace } from './same-place';
import type { Place, Settings } from './settings';

/**
 * Names of AWS have two hyphens between app and environment (aws/app.yml, aws/pipeline.yml): with two in a name, the roles
 * of one app would match the resources of another.
 * @throws {SluiceError} `invalid-configuration`: a name of an app or environment with two hyphens side by side.
 */
export function checkNames(app: string, environments: Readonly<Record<string, unknown>>): void {
  const name = [app, ...Object.keys(environments)].find((one) => one.includes('--'));
  if (name === undefined) return;
  throw new SluiceError(
    'invalid-configuration',
    `sluice.json: the name "${name}" has two hyphens side by side, which separate app and environment in the names of AWS resources.`,
    `Use one hyphen: "${name.replace(/-+/g, '-')}".`,
  );
}

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
        `sluice.json: ${path}environments.${name}.requires has "${unknown}", which is ${unknown === name ? 'itself' : 'no environment'}.`,
        `Use other environments: ${names.filter((one) => one !== name).join(', ') || 'there are none'}.`,
      );
    }
    const twin = requires.find((other) => environments[other]?.tag === tag);
    if (twin !== undefined) {
      throw new SluiceError(
        'invalid-configuration',
        `sluice.json: ${path}environments.${name}.requires has "${twin}", which watches the same tag "${tag}": both always get the same version.`,
        'Use a different tag for one of them, or remove the requirement.',
      );
    }
  }
}

/**
 * @param path what leads to `environments` in sluice.json.
 * @throws {SluiceError} `invalid-configuration`: an environment whose bucket cannot be: its tag is that of another bucket, or what says more of a
 * bucket says it of none.
 */
export function checkPlaces(
  environments: Readonly<Record<string, Partial<Place> & { tag: string }>>,
  path: string,
): void {
  for (const [name, environment] of Object.entries(environments)) {
    const { tag, bucket } = environment;
    const stray = (['region', 'profile', 'endpoint'] as const).find(
      (field) => environment[field] !== undefined,
    );
    if (bucket === undefined && stray !== undefined) {
      throw new SluiceError(
        'invalid-configuration',
        `sluice.json: ${path}environments.${name}.${stray} requires a bucket of its own.`,
        `Add ${path}environments.${name}.bucket, or remove "${stray}".`,
      );
    }
    if (bucket !== undefined && tag === latestTag) {
      throw new SluiceError(
        'invalid-configuration',
        `sluice.json: ${path}environments.${name} watches "${latestTag}" in a bucket of its own, and publishing moves "${latestTag}" in the bucket of the app.`,
        'Use a separate tag for the environment, and promote to it.',
      );
    }
    const twin = Object.entries(environments).find(
      ([, other]) => other.tag === tag && !isSamePlace(placeIn(other), placeIn(environment)),
    );
    if (twin !== undefined) {
      throw new SluiceError(
        'invalid-configuration',
        `sluice.json: the environments "${name}" and "${twin[0]}" watch the tag "${tag}" in two buckets.`,
        'Use one bucket for both, or a separate tag for each.',
      );
    }
  }
}

function placeIn({ bucket, region, profile, endpoint }: Partial<Place>): Place | undefined {
  return bucket === undefined ? undefined : { bucket, region, profile, endpoint };
}

/**
 * An app `store` with an environment `web-stage` and an app `store-web` with a `stage` both mean
 * `store-web-stage-pipeline`, and each would take the other's runs for its own.
 * @throws SluiceError `invalid-configuration` two environments whose pipelines have one name in one app or in one region.
 */
export function checkPipelines(apps: readonly Settings[]): void {
  const known = new Map<string, string>();
  for (const { app, region, environments } of apps) {
    // Of one app they must differ wherever they are: a command finds the place of a pipeline by its name.
    const own = new Map<string, string>();
    for (const { name, pipeline, place } of environments) {
      const key = `${place?.region ?? region ?? ''} ${place?.bucket ?? ''} ${pipeline}`;
      const mine = apps.length === 1 ? `"${name}"` : `"${name}" of ${app}`;
      const theirs = own.get(pipeline) ?? known.get(key);
      if (theirs !== undefined) {
        throw new SluiceError(
          'invalid-configuration',
          `sluice.json: the environments ${theirs} and ${mine} have the same pipeline, "${pipeline}".`,
          'Set another "pipeline" for one of them, or rename an environment or app.',
        );
      }
      known.set(key, mine);
      own.set(pipeline, mine);
    }
  }
}
