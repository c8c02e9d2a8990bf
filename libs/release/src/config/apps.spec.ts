import { chooseApp } from './choose-app';
import { repeatedKey } from './repeated-key';
import { resolveApps, resolveSettings } from './resolve-settings';

const environments = { stage: { tag: 'latest' }, prod: { tag: 'prod', requires: ['stage'] } };
const file = {
  bucket: 'acme-pipeline',
  region: 'eu-west-1',
  apps: {
    store: { project: 'store-web', components: ['store-client', 'shared'], environments },
    admin: { components: ['shared'], region: 'us-east-1', environments: { live: { tag: 'latest' } } },
  },
};
const apps = resolveApps({ file, env: {} });
const withApps = (change: object) => ({ ...file, apps: { ...file.apps, ...change } });

it('gives each app its own prefix, environments and pipelines', () => {
  expect(
    apps.map(({ app, bucket, region, environments: all }) => [
      app,
      bucket,
      region,
      all.map(({ pipeline }) => pipeline),
    ]),
  ).toEqual([
    ['store', 'acme-pipeline', 'eu-west-1', ['store-stage-pipeline', 'store-prod-pipeline']],
    ['admin', 'acme-pipeline', 'us-east-1', ['admin-live-pipeline']],
  ]);
});

it('lets an option or a variable win over the bucket and region of every app', () => {
  const env = { AWS_REGION: 'eu-north-1' };
  const resolved = resolveApps({ file, env, options: { bucket: 'other-bucket' } });
  expect(resolved.map(({ bucket, region }) => [bucket, region])).toEqual([
    ['other-bucket', 'eu-north-1'],
    ['other-bucket', 'eu-north-1'],
  ]);
});

it('takes names that objects have by themselves for what they are', () => {
  const all = resolveApps({ file: withApps({ constructor: { environments } }), env: {} });
  expect(chooseApp(all, { app: 'constructor' }).environments).toHaveLength(2);
  expect(() => chooseApp(apps, { app: 'constructor' })).toThrow('sluice.json has no app "constructor".');
});

it.each([
  ['no app', { apps: {} }, /apps: at least one app is required/],
  ['an app without environments', { apps: { store: {} } }, /apps\.store\.environments is missing/],
  [
    'environments beside the apps',
    { ...file, environments },
    /"environments" must be inside an app, not beside "apps"/,
  ],
  ['both forms at once', { ...file, app: 'store' }, /"app" must be inside an app, not beside "apps"/],
  [
    'an unknown field of an app',
    withApps({ other: { environments, prefix: 'x' } }),
    /apps\.other\.prefix is/,
  ],
  [
    'a requirement that is an environment of another app',
    withApps({ other: { environments: { prod: { tag: 'prod', requires: ['live'] } } } }),
    /apps\.other\.environments\.prod\.requires has "live", which is no environment/,
  ],
  ...['Store', '../store', 'store/web', 'st', 'store-', 'störe', 'a'.repeat(25), ' store', '', 'cache'].map(
    (name): [string, object, RegExp] => [
      `an app named "${name}"`,
      withApps({ [name]: { environments } }),
      /: it must be 5 to 24 characters of a-z, 0-9 and -, without a hyphen at either end, and not "cache"\.$/,
    ],
  ),
  [
    'an app named "__proto__"',
    JSON.parse('{"apps":{"store":{"environments":{"x":{"tag":"x"}}},"__proto__":{}}}') as object,
    /apps has the invalid name "__proto__"/,
  ],
  [
    'an environment named "__proto__"',
    JSON.parse('{"apps":{"store":{"environments":{"x":{"tag":"x"},"__proto__":{"tag":"y"}}}}}') as object,
    /apps\.store\.environments has the invalid name "__proto__"/,
  ],
  [
    'two pipelines that come to one name',
    { apps: { store: { environments: { 'web-stage': { tag: 'x' } } }, 'store-web': { environments } } },
    /the environments "web-stage" of store and "stage" of store-web have the same pipeline, "store-web-stage-pipeline"/,
  ],
  [
    'two environments that name one pipeline',
    { app: 'store', environments: { a: { tag: 'a', pipeline: 'line' }, b: { tag: 'b', pipeline: 'line' } } },
    /the environments "a" and "b" have the same pipeline, "line"/,
  ],
  [
    'two environments that name one pipeline beside two buckets',
    {
      app: 'store',
      bucket: 'acme-archives',
      environments: {
        a: { tag: 'a', pipeline: 'line' },
        b: { tag: 'b', pipeline: 'line', bucket: 'acme-eu', region: 'eu-west-1' },
      },
    },
    /the environments "a" and "b" have the same pipeline, "line"/,
  ],
])('refuses %s', (_, content, message) => {
  expect(() => resolveApps({ file: content, env: {} })).toThrow(
    expect.objectContaining({ code: 'invalid-configuration' }),
  );
  expect(() => resolveApps({ file: content, env: {} })).toThrow(message);
});

it('allows one name for two pipelines in two regions', () => {
  const line = { live: { tag: 'latest', pipeline: 'line' } };
  const content = {
    apps: {
      store: { region: 'eu-west-1', environments: line },
      admin: { region: 'us-east-1', environments: line },
    },
  };
  expect(resolveApps({ file: content, env: {} })).toHaveLength(2);
});

it('chooses the app by its name, or else by the project', () => {
  expect(chooseApp(apps, { app: 'admin', project: 'store-web' }).app).toBe('admin');
  expect(chooseApp(apps, { project: 'store-web' }).app).toBe('store');
  expect(chooseApp(apps, { project: 'store-client' }).app).toBe('store');
  expect(chooseApp(apps, { project: 'admin' }).app).toBe('admin');
  const one = resolveApps({ file: { app: 'store', environments }, env: {} });
  expect(chooseApp(one, { project: 'whatever' }).app).toBe('store');
});

it.each([
  [{ app: 'stroe' }, 'sluice.json has no app "stroe".', 'Did you mean "store"? Use one of: store, admin.'],
  [{ app: 'unheard-of' }, 'sluice.json has no app "unheard-of".', 'Use one of: store, admin.'],
  [{}, 'This workspace has several apps; none was selected.', 'Name one: store, admin.'],
  [{ project: 'shared' }, 'The project "shared" belongs to several apps.', 'Name one: store, admin.'],
  [
    { project: 'amdin' },
    'The project "amdin" belongs to no app, and this workspace has several apps.',
    'Set "project" or "components" of its app in sluice.json to it, or name one: store, admin (perhaps admin).',
  ],
])('says which apps there are when it cannot choose by %p', (choice, message, remedy) => {
  expect(() => chooseApp(apps, choice)).toThrow(expect.objectContaining({ message, remedy }));
});

it('refuses to take the only app where there are several', () => {
  expect(() => resolveSettings({ file, env: {} })).toThrow(
    expect.objectContaining({ code: 'app-not-named' }),
  );
});

it.each([
  ['{"apps":{"store":{},"admin":{},"store":{}}}', 'apps.store'],
  [
    '{"apps": {"store": {"environments": {"a": {"tag": "a"}, "b": 1, "a" : 2}}}}',
    'apps.store.environments.a',
  ],
  ['{"a": 1, "\\u0061": 2}', 'a'],
  ['{"a": "{\\"a\\": 1, \\"a\\": 2}", "b": [{"c": 1}, {"c": 1}], "d\\"": "x\\\\"}', undefined],
  ['[]', undefined],
])('finds the key that %s has twice', (text, key) => {
  JSON.parse(text);
  expect(repeatedKey(text)).toBe(key);
});
