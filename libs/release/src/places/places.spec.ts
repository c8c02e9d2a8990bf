import { resolveSettings } from '../config/resolve-settings';
import { placesOf } from './places';

const place = { bucket: 'acme-prod', region: 'eu-west-1' };
const file = (environments: object) => ({
  app: 'store',
  bucket: 'acme-archives',
  region: 'us-east-1',
  environments,
});
const resolve = (environments: object, env: Record<string, string> = {}) =>
  resolveSettings({ file: file(environments), env });

it('gives an environment its own bucket and region, and the others those of the app', () => {
  const settings = resolve(
    { stage: { tag: 'latest' }, prod: { tag: 'prod', ...place }, eu: { tag: 'eu', ...place } },
    { AWS_REGION: 'us-west-2', SLUICE_BUCKET: 'elsewhere' },
  );
  expect(settings).toMatchObject({ bucket: 'elsewhere', region: 'us-west-2' });
  expect(settings.environments.map((one) => one.place)).toEqual([undefined, place, place]);
  expect(placesOf(settings).map(({ environments }) => environments.map(({ name }) => name))).toEqual([
    ['prod', 'eu'],
  ]);
});

it('takes the region of the app where the environment names none', () => {
  const { environments } = resolve({ prod: { tag: 'prod', bucket: 'acme-prod' } });
  expect(environments[0]?.place).toEqual({ bucket: 'acme-prod', region: 'us-east-1' });
});

it('ignores it where the local cloud stands for the bucket of the app', () => {
  const { environments } = resolve({ prod: { tag: 'prod', ...place } }, { SLUICE_LOCAL_CLOUD: '.cloud' });
  expect(environments[0]?.place).toBeUndefined();
});

it.each([
  ['a region without a bucket', { prod: { tag: 'prod', region: 'eu-west-1' } }, /environments\.prod\.region/],
  ['a profile without a bucket', { prod: { tag: 'prod', profile: 'acme' } }, /environments\.prod\.profile/],
  ['a bucket for latest', { prod: { tag: 'latest', ...place } }, /publishing moves "latest"/],
  [
    'one tag in two buckets',
    { uat: { tag: 'a' }, prod: { tag: 'a', ...place } },
    /the tag "a" in two buckets/,
  ],
  ['an endpoint that is no URL', { prod: { tag: 'prod', ...place, endpoint: 'host' } }, /endpoint/],
])('refuses %s', (_, environments, message) => {
  expect(() => resolve(environments)).toThrow(message);
});

it.each([
  ['an app', 'store--web', 'stage', 'store-web'],
  ['an environment', 'store', 'my--stage', 'my-stage'],
])(
  'refuses two hyphens side by side in the name of %s, and names one that will do',
  (_, app, name, better) => {
    const named = () => resolveSettings({ file: { ...file({ [name]: { tag: 'latest' } }), app }, env: {} });
    expect(named).toThrow(
      expect.objectContaining({ code: 'invalid-configuration', remedy: `Use one hyphen: "${better}".` }),
    );
  },
);
