import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readProjects } from './project-files';
import { targetOptions } from './target-options';

const executor = 'nx-sluice:promote';
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sluice-targets-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, content: unknown): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), JSON.stringify(content));
}

function project(target: object, more: object = {}): void {
  const targets = { 'promote-it': { executor, ...target } };
  write('apps/shop/project.json', { name: 'shop', tags: ['type:app'], targets, ...more });
}

const defaults = (targetDefaults: object) => write('nx.json', { targetDefaults });
const optionsOf = async (name: string, configuration?: string) => {
  const found = (await readProjects(root)).find((one) => one.name === name);
  return targetOptions(root, found, name, executor, configuration);
};
const read = (configuration?: string) => optionsOf('shop', configuration);

describe('named configurations', () => {
  beforeEach(() => {
    defaults({ [executor]: { configurations: { careful: { dryRun: true }, ci: { reason: 'default' } } } });
    project({
      options: { env: 'uat', reason: 'manually' },
      configurations: { ci: { yes: true, reason: '{projectName} by CI' } },
    });
  });

  it('add to the options, and those of project.json win over the defaults', async () => {
    expect(await read()).toEqual({ env: 'uat', reason: 'manually' });
    expect(await read('ci')).toEqual({ env: 'uat', reason: 'shop by CI', yes: true });
    expect(await read('careful')).toEqual({ env: 'uat', reason: 'manually', dryRun: true });
  });

  it('count by themselves where one is the default of the target', async () => {
    project({ defaultConfiguration: 'careful', configurations: { loud: { watch: true } } });
    expect(await read()).toEqual({ dryRun: true });
    expect(await read('loud')).toEqual({ watch: true });
  });

  it('are refused when nobody knows them', async () => {
    await expect(read('ic')).rejects.toMatchObject({
      message: 'The target "promote-it" of "shop" has no configuration "ic".',
      remedy: 'Use one of: careful, ci.',
      code: 'usage',
    });
    await expect(optionsOf('nobody', 'ci')).rejects.toMatchObject({ code: 'usage' });
  });
});

describe('targetDefaults', () => {
  it('of the executor win over those of the name, and those over globs, longest first', async () => {
    project({ options: { yes: true } });
    defaults({ 'promote*': { options: { sha: 'glob' } }, '*': { options: { sha: 'all' } } });
    expect(await read()).toEqual({ sha: 'glob', yes: true });
    defaults({ 'promote*': { options: { sha: 'glob' } }, 'promote-it': { options: { sha: 'name' } } });
    expect(await read()).toEqual({ sha: 'name', yes: true });
    defaults({ 'promote-it': { options: { sha: 'name' } }, [executor]: { options: { yes: false } } });
    expect(await read()).toEqual({ yes: true });
  });

  it('in an array apply one after the other, where their filters do', async () => {
    project({ options: { yes: true } });
    defaults({
      [executor]: [
        { options: { reason: 'all', env: 'uat' } },
        { filter: { projects: ['tag:type:*'] }, options: { reason: 'tag' } },
        { filter: { projects: ['apps/*', '!shop'] }, options: { reason: 'left out' } },
        { filter: { plugin: '@nx/js' }, options: { reason: 'of a plugin' } },
        { filter: { executor: 'other' }, options: { reason: 'of another' } },
        { filter: { projects: ['!cart'], executor }, options: { region: 'eu-west-1' } },
      ],
    });
    expect(await read()).toEqual({ reason: 'tag', env: 'uat', region: 'eu-west-1', yes: true });
  });

  it('that apply nowhere under one key leave it to the next', async () => {
    project({});
    defaults({
      [executor]: [{ filter: { projects: ['cart'] }, options: { sha: 'executor' } }],
      'promote-it': { options: { sha: 'name' } },
    });
    expect(await read()).toEqual({ sha: 'name' });
  });
});

it('takes what is no JSON for what it is', async () => {
  project({});
  writeFileSync(join(root, 'nx.json'), '{');
  await expect(read()).rejects.toMatchObject({
    message: expect.stringMatching(/^nx\.json is not valid/),
    code: 'invalid-configuration',
  });
});
