import type { EnvironmentSettings } from '@sluice/release';

/**
 * The environment that the releases of another one come from: the last one that it requires, else the one before it
 * that watches another tag. Nothing for the first: its releases are the newest ones.
 */
export function takesFrom(
  environments: readonly EnvironmentSettings[],
  name: string,
): EnvironmentSettings | undefined {
  const place = environments.findIndex((one) => one.name === name);
  const own = environments[place];
  if (own === undefined) return undefined;
  const required = environments.findLast((one) => own.requires.includes(one.name));
  return required ?? environments.slice(0, place).findLast(({ tag }) => tag !== own.tag);
}
