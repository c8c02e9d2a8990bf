import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfiguration } from './configuration';
import { readSettingsFile } from './settings-file';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'sluice-configuration-'));
  await mkdir(join(root, 'server'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const read = (variables: Record<string, string> = {}) => readConfiguration(variables, join(root, 'server'));
const page = async (folder: string) => {
  await mkdir(join(root, folder), { recursive: true });
  await writeFile(join(root, folder, 'index.html'), '');
};

it('listens on loopback, port 3000, knowing nothing of itself, when no variable is set or all are empty', () => {
  const expected = {
    host: '127.0.0.1',
    port: 3000,
    logLevel: 'info',
    identity: { commit: null, digest: null, environment: null },
    app: undefined,
    settingsFile: join(root, 'server', 'sluice.json'),
    clientDirectory: undefined,
    signIn: { kind: 'none' },
    publicOrigin: undefined,
    workspace: undefined,
  };
  expect(read()).toEqual(expected);
  expect(read({ HOST: '', PORT: ' ', SLUICE_COMMIT: '', SLUICE_CONFIG: '' })).toEqual(expected);
});

it('takes host, port, level and identity from the variables', () => {
  const configuration = read({
    HOST: '0.0.0.0',
    PORT: '0',
    LOG_LEVEL: 'debug',
    SLUICE_COMMIT: 'abc',
    SLUICE_DIGEST: 'def',
    SLUICE_ENVIRONMENT: 'prod',
    SLUICE_CONFIG: '/elsewhere/sluice.json',
  });
  expect(configuration).toMatchObject({
    host: '0.0.0.0',
    port: 0,
    logLevel: 'debug',
    identity: { commit: 'abc', digest: 'def', environment: 'prod' },
    settingsFile: '/elsewhere/sluice.json',
  });
});

it.each(['0.0.0.0', '::', '192.168.1.2', '127.0.0.1.example.org'])(
  'does not show a console that people sign in to with a token to others, at %s',
  (HOST) => {
    const CONSOLE_TOKEN = 'x'.repeat(43);
    expect(() => read({ HOST, CONSOLE_TOKEN })).toThrow(
      expect.objectContaining({
        message: expect.stringContaining(`HOST is "${HOST}"`),
        code: 'invalid-configuration',
      }),
    );
    for (const own of ['127.0.0.1', '::1', 'localhost']) {
      expect(read({ HOST: own, CONSOLE_TOKEN }).host).toBe(own);
    }
  },
);

it.each(['http', '-1', '65536', '3e3', '0x10', '80.5'])('refuses the port %s in one sentence', (PORT) => {
  expect(() => read({ PORT })).toThrow(
    expect.objectContaining({
      message: `PORT is "${PORT}", which is not a port.`,
      code: 'invalid-configuration',
    }),
  );
});

it('refuses a log level that is none', () => {
  expect(() => read({ LOG_LEVEL: 'loud' })).toThrow(
    expect.objectContaining({ code: 'invalid-configuration' }),
  );
});

describe('the client', () => {
  it('is found as the workspace builds it', async () => {
    await page('client');
    expect(read().clientDirectory).toBe(join(root, 'client'));
  });

  it('is found as the archive lays it out, first', async () => {
    await page('client');
    await page('client/build');
    expect(read().clientDirectory).toBe(join(root, 'client/build'));
  });

  it('is where SLUICE_CLIENT_DIR says, and nowhere else then', async () => {
    await page('client');
    await page('other');
    expect(read({ SLUICE_CLIENT_DIR: join(root, 'other') }).clientDirectory).toBe(join(root, 'other'));
    expect(read({ SLUICE_CLIENT_DIR: join(root, 'missing') }).clientDirectory).toBeUndefined();
  });
});

describe('the settings file', () => {
  it('says which file is missing and what to do', async () => {
    const path = join(root, 'sluice.json');
    await expect(readSettingsFile(path)).rejects.toMatchObject({
      message: `The settings file ${path} cannot be read (ENOENT).`,
      remedy: expect.stringContaining('SLUICE_CONFIG'),
      code: 'invalid-configuration',
    });
  });

  it('says which file is no JSON', async () => {
    const path = join(root, 'sluice.json');
    await writeFile(path, '{ app: ');
    await expect(readSettingsFile(path)).rejects.toMatchObject({
      message: expect.stringContaining(`${path} is not valid JSON`),
      code: 'invalid-configuration',
    });
  });

  it('says which key is there twice, of which JSON would keep the last', async () => {
    const path = join(root, 'sluice.json');
    await writeFile(
      path,
      '{ "app": "store", "environments": { "uat": { "tag": "a" }, "uat": { "tag": "b" } } }',
    );
    await expect(readSettingsFile(path)).rejects.toMatchObject({
      message: `The settings file ${path} has "environments.uat" twice.`,
      code: 'invalid-configuration',
    });
  });
});
