import { activeFreeze } from '../config/freeze';
import type { EnvironmentSettings } from '../config/settings';
import { dateInZone } from './date-in-zone';
import type { Gate, GateAnswer } from './gate';

export const freezeGate: Gate = {
  name: 'freeze',
  label: 'Freeze',
  description: 'No freeze window of the environment is open',
  appliesTo: ['promotion'],
  overridableBy: ['promotion'],
  evaluate: ({ target: { environments }, at }) =>
    environments.flatMap((environment) => answersFor(environment, at)),
};

function answersFor({ name, freeze = [] }: EnvironmentSettings, at: Date): GateAnswer[] {
  const active = freeze.flatMap((window) => {
    const occurrence = activeFreeze(window, at);
    return occurrence === undefined ? [] : [{ window, ...occurrence }];
  });
  if (active.length === 0)
    return freeze.length === 0 ? [] : [{ ok: true, explanation: `${name} is not frozen` }];
  return active.map(({ window: { timeZone, reason }, until }) => {
    const end = dateInZone(timeZone, until);
    const why = reason === undefined ? '' : `: ${reason}`;
    return { ok: false, explanation: `${name} is frozen until ${end}${why}`, remedy: `Wait until ${end}.` };
  });
}
