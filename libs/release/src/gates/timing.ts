import { formatDuration, parseDuration } from '../config/duration';
import { activeFreeze } from '../config/freeze';
import type { EnvironmentSettings } from '../config/settings';
import type { Stored } from '../tags/read-tag';
import { applyOverride, type PromotionOptions, type GateResult } from './gate-result';

/** Whether the environment is frozen at this moment; nothing where it never is. */
export function freezeGate(
  { name, freeze = [] }: EnvironmentSettings,
  at: Date,
  promotionOptions: PromotionOptions,
): GateResult[] {
  const active = freeze.flatMap((window) => {
    const occurrence = activeFreeze(window, at);
    return occurrence === undefined ? [] : [{ window, ...occurrence }];
  });
  if (active.length === 0) {
    return freeze.length === 0 ? [] : [{ rule: 'freeze', ok: true, explanation: `${name} is not frozen` }];
  }
  return active.map(({ window: { timeZone, reason }, until }) => {
    const end = dateInZone(timeZone, until);
    const why = reason === undefined ? '' : `: ${reason}`;
    const explanation = `${name} is frozen until ${end}${why}`;
    return applyOverride({ rule: 'freeze', explanation, remedy: `Wait until ${end}.` }, promotionOptions);
  });
}

/** Whether the archive was published long enough ago; nothing where any age will do. */
export function minAgeGate(
  { name, minAge }: EnvironmentSettings,
  { object }: Stored,
  at: Date,
  promotionOptions: PromotionOptions,
): GateResult[] {
  const least = minAge === undefined ? undefined : parseDuration(minAge);
  if (least === undefined) return [];
  const age = at.getTime() - object.lastModified.getTime();
  const published = `it was published ${formatDuration(age)} ago`;
  if (age >= least)
    return [{ rule: 'minAge', ok: true, explanation: `${published}, and ${name} asks for ${minAge}` }];
  const from = dateInZone('UTC', new Date(object.lastModified.getTime() + least));
  const explanation = `${published}, and ${name} takes nothing younger than ${minAge}`;
  return [applyOverride({ rule: 'minAge', explanation, remedy: `Wait until ${from}.` }, promotionOptions)];
}

/** `27 Nov 2026, 17:00 Europe/Berlin` */
function dateInZone(timeZone: string, moment: Date): string {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'medium', timeStyle: 'short' });
  return `${format.format(moment)} ${timeZone}`;
}
