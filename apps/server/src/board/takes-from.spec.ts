import type { EnvironmentSettings } from '@sluice/release';
import { takesFrom } from './takes-from';

const environment = (name: string, tag = name, requires: string[] = []): EnvironmentSettings => ({
  name,
  tag,
  requires,
  pipeline: name,
  confirm: false,
});
const environments = [
  environment('stage', 'latest'),
  environment('uat'),
  environment('load'),
  environment('prod-eu', 'prod', ['stage', 'uat']),
  environment('prod-us', 'prod'),
];

it.each([
  ['stage', undefined],
  ['uat', 'stage'],
  ['load', 'uat'],
  ['prod-eu', 'uat'],
  ['prod-us', 'load'],
  ['moon', undefined],
])('takes the releases of %s from %s', (name, source) => {
  expect(takesFrom(environments, name)?.name).toBe(source);
});
