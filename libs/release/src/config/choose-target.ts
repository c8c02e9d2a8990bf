import { didYouMean } from './closest';
import type { EnvironmentSettings, Settings } from './settings';
import { SluiceError } from '../errors';

export interface Target {
  tag: string;
  environments: EnvironmentSettings[];
}

/** @throws SluiceError `environment-not-named` or `unknown-environment` when neither or both are given, or none is known by that name. */
export function chooseTarget(settings: Settings, names: { env?: string; tag?: string }): Target {
  const { environments } = settings;
  if ((names.env === undefined) === (names.tag === undefined)) {
    throw new SluiceError(
      'environment-not-named',
      names.env === undefined ? 'No environment specified.' : 'Both an environment and a tag are specified.',
      `Name one: ${environments.map(({ name }) => name).join(', ')}.`,
    );
  }
  const tag = names.tag ?? environments.find(({ name }) => name === names.env)?.tag;
  const watching = environments.filter((environment) => environment.tag === tag);
  if (tag === undefined || watching.length === 0) {
    const known =
      names.env === undefined ? environments.map((one) => one.tag) : environments.map((one) => one.name);
    throw new SluiceError(
      'unknown-environment',
      names.env === undefined
        ? `No environment in sluice.json watches the tag "${names.tag}".`
        : `sluice.json has no environment "${names.env}".`,
      `${didYouMean(names.env ?? names.tag ?? '', known)}Use one of: ${[...new Set(known)].join(', ')}.`,
    );
  }
  return { tag, environments: watching };
}
