import { chooseTarget, type Settings } from '@sluice/release';
import type { Person } from '../auth/person';
import { Refusal } from '../http/refusal';

/** One tag moves all environments that watch it, so who moves one must be allowed to move them all. */
export function mayMove(person: Person, settings: Settings, environment: string): boolean {
  const tag = settings.environments.find(({ name }) => name === environment)?.tag;
  const watching = settings.environments.filter((one) => one.tag === tag);
  return watching.length > 0 && watching.every(({ name }) => person.isPromoterOf(name, settings.app));
}

export function movable(person: Person, settings: Settings): string[] {
  return settings.environments.map(({ name }) => name).filter((name) => mayMove(person, settings, name));
}

/** @throws Refusal 404 */
export function requireEnvironment(settings: Settings, environment: string) {
  const names = settings.environments.map(({ name }) => name);
  if (names.includes(environment)) return chooseTarget(settings, { env: environment });
  throw new Refusal(404, 'not-found', 'Unknown environment.', `Use one of: ${names.join(', ')}.`);
}

/** @throws Refusal 403, 404 */
export function requireMayMove(person: Person | undefined, settings: Settings, environment: string): void {
  requireEnvironment(settings, environment);
  if (person !== undefined && mayMove(person, settings, environment)) return;
  throw new Refusal(
    403,
    'forbidden',
    `You do not have permission to change ${environment}.`,
    'Ask the operator of this console to add you to CONSOLE_PROMOTERS.',
  );
}

/** @throws Refusal 403 */
export function requireMayReject(person: Person | undefined, settings: Settings): void {
  if (person !== undefined && movable(person, settings).length > 0) return;
  throw new Refusal(
    403,
    'forbidden',
    'You do not have permission to reject archives.',
    'Ask the operator of this console to add you to CONSOLE_PROMOTERS.',
  );
}
