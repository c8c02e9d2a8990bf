import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { file } from '../testing/release-fixture';
import { requireBucketInCi, resolveSettings } from './resolve-settings';
import { fileSchema } from './schema';

it('lets options win over variables, and those over the file', () => {
  const whole = { ...file, bucket: 'from-file', region: 'eu-west-1' };
  const env = { SLUICE_BUCKET: 'from-env', AWS_REGION: 'eu-west-2' };
  expect(resolveSettings({ file: whole, env: {} })).toMatchObject({
    bucket: 'from-file',
    region: 'eu-west-1',
  });
  expect(resolveSettings({ file: whole, env })).toMatchObject({ bucket: 'from-env', region: 'eu-west-2' });
  expect(resolveSettings({ file: whole, env, options: { bucket: 'from-option' } })).toMatchObject({
    bucket: 'from-option',
  });
  expect(resolveSettings({ file: whole, env: { SLUICE_LOCAL_CLOUD: 'here' } })).toMatchObject({
    bucket: undefined,
    localCloud: 'here',
  });
});

it('reads freezes and a least age, in UTC unless a zone is named', () => {
  const x = {
    tag: 'x',
    minAge: '1d12h',
    freeze: [{ schedule: '@weekly', duration: '2h', reason: 'reports' }],
  };
  const { environments } = resolveSettings({ file: { ...file, environments: { x } }, env: {} });
  expect(environments).toMatchObject([
    {
      minAge: '1d12h',
      freeze: [{ schedule: '@weekly', duration: '2h', timeZone: 'UTC', reason: 'reports' }],
    },
  ]);
});

it('fills in what the file leaves out, in its order', () => {
  const { environments } = resolveSettings({ file, env: {} });
  expect(environments.map(({ name }) => name)).toEqual(['stage', 'uat', 'qa', 'prod']);
  expect(environments[0]).toEqual({
    name: 'stage',
    tag: 'latest',
    pipeline: 'story-stage-pipeline',
    requires: [],
    confirm: false,
  });
});

function frozen(change: object) {
  const window = { schedule: '0 17 * * FRI', duration: '63h', timeZone: 'Europe/Berlin', ...change };
  return { ...file, environments: { x: { tag: 'x', freeze: [window] } } };
}

it.each([
  ['no object', [], /the file/],
  ['an app that starts with a hyphen', { ...file, app: '-story' }, /app: it must be 5 to 24/],
  [
    'a tag that looks like a commit',
    { ...file, environments: { x: { tag: 'a'.repeat(32) + '-'.repeat(1) } } },
    /tag/,
  ],
  ['an unknown field', { ...file, buckett: 'x' }, /buckett is not a known field/],
  [
    'an unknown field of an environment',
    { ...file, environments: { x: { tag: 'x', tagg: 1 } } },
    /environments\.x\.tagg/,
  ],
  ['no environment', { ...file, environments: {} }, /at least one/],
  [
    'a requirement that is no environment',
    { ...file, environments: { x: { tag: 'x', requires: ['y'] } } },
    /"y", which is no environment/,
  ],
  [
    'an environment that requires itself',
    { ...file, environments: { x: { tag: 'x', requires: ['x'] } } },
    /is itself/,
  ],
  [
    'a requirement that comes with it',
    { ...file, environments: { x: { tag: 'x' }, y: { tag: 'x', requires: ['x'] } } },
    /environments\.y\.requires has "x", which watches the same tag "x"/,
  ],
  [
    'a least age that is none',
    { ...file, environments: { x: { tag: 'x', minAge: '1 day' } } },
    /x\.minAge: an age/,
  ],
  ['no age', { ...file, environments: { x: { tag: 'x', minAge: '0h' } } }, /must not be zero/],
  ['a freeze without a duration', frozen({ duration: undefined }), /x\.freeze\.0\.duration is missing/],
  [
    'a freeze of no duration',
    frozen({ duration: 'for ever' }),
    /x\.freeze\.0\.duration: a duration must have the form/,
  ],
  [
    'a freeze on a bad day',
    frozen({ schedule: '0 17 * * FRY' }),
    /x\.freeze\.0\.schedule: "0 17 \* \* FRY" is not a cron/,
  ],
  ['a freeze by the second', frozen({ schedule: '0 0 17 * * FRI' }), /five fields/],
  ['a freeze that never comes', frozen({ schedule: '0 0 31 2 *' }), /"0 0 31 2 \*" never occurs/],
  [
    'a freeze in no time zone',
    frozen({ timeZone: 'Europe/Berln' }),
    /freeze\.0\.timeZone: "Europe\/Berln" is no/,
  ],
])('refuses %s', (_, content, message) => {
  expect(() => resolveSettings({ file: content, env: {} })).toThrow(
    expect.objectContaining({ code: 'invalid-configuration' }),
  );
  expect(() => resolveSettings({ file: content, env: {} })).toThrow(message);
});

it('never lets a CI run publish into its own disk', () => {
  const settings = resolveSettings({ file, env: {} });
  expect(() => requireBucketInCi(settings, { CI: 'true' })).toThrow(
    expect.objectContaining({ code: 'bucket-not-named' }),
  );
  expect(() => requireBucketInCi(settings, {})).not.toThrow();
  expect(() => requireBucketInCi({ ...settings, bucket: 'b' }, { CI: 'true' })).not.toThrow();
  expect(() => requireBucketInCi({ ...settings, localCloud: 'f' }, { CI: 'true' })).not.toThrow();
});

it('is what the published JSON schema says', () => {
  const published = join(__dirname, '../../../../tools/nx-sluice/schemas/sluice.schema.json');
  const schema = z.toJSONSchema(fileSchema, { io: 'input', target: 'draft-7' });
  expect(JSON.parse(readFileSync(published, 'utf8'))).toEqual({ title: 'sluice.json', ...schema });
});
