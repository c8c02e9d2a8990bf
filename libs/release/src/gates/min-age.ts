import { formatDuration, parseDuration } from '../config/duration';
import type { EnvironmentSettings } from '../config/settings';
import type { Stored } from '../tags/read-tag';
import { dateInZone } from './date-in-zone';
import type { Gate, GateAnswer } from './gate';

export const minAgeGate: Gate = {
  name: 'minAge',
  label: 'Minimum age',
  description: 'The archive is old enough',
  appliesTo: ['promotion'],
  overridableBy: ['promotion'],
  evaluate: ({ target: { environments }, archive, at }) =>
    environments.flatMap((environment) => answersFor(environment, archive, at)),
};

function answersFor({ name, minAge }: EnvironmentSettings, { object }: Stored, at: Date): GateAnswer[] {
  const least = minAge === undefined ? undefined : parseDuration(minAge);
  if (least === undefined) return [];
  const age = at.getTime() - object.lastModified.getTime();
  const published = `it was published ${formatDuration(age)} ago`;
  if (age >= least)
    return [
      { ok: true, explanation: `${published}; ${name} requires archives to be at least ${minAge} old` },
    ];
  const from = dateInZone('UTC', new Date(object.lastModified.getTime() + least));
  const explanation = `${published}; ${name} requires archives to be at least ${minAge} old`;
  return [{ ok: false, explanation, remedy: `Wait until ${from}.` }];
}
