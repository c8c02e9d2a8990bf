import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { containerVariables } from './container-configuration';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-configuration-'));
  mkdirSync(join(folder, 'aws'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const variables = (configuration: unknown, secrets?: object) => {
  const text = typeof configuration === 'string' ? configuration : JSON.stringify(configuration);
  writeFileSync(join(folder, 'aws/cfn-template-configuration-uat.json'), text);
  const file = join(folder, 'secrets.json');
  if (secrets) writeFileSync(file, JSON.stringify(secrets));
  return containerVariables(folder, { app: 'story', environment: 'uat', file });
};

it('gives a container the variables and the values of the secrets of its environment', () => {
  const secrets = {
    'story/uat/db': { url: 'postgres://', port: 1 },
    'story/uat/api/key': 'k',
    'story/prod/db': 'p',
  };
  expect(
    variables(
      { Variables: { A: 'x' }, Secrets: { URL: 'db#url', PORT_OF_DB: 'db#port', KEY: 'api/key' } },
      secrets,
    ),
  ).toEqual({ A: 'x', URL: 'postgres://', PORT_OF_DB: '1', KEY: 'k' });
});

it('gives none where the archive has no file for the environment', () => {
  expect(containerVariables(folder, { app: 'story', environment: 'prod', file: '' })).toEqual({});
});

it.each([
  ['db', { 'story/prod/db': 'p' }, 'Secret story/uat/db not found.'],
  ['db#url', { 'story/uat/db': 'p' }, 'Secret story/uat/db with the key url not found.'],
  ['db', undefined, 'Secret story/uat/db not found.'],
  ['db#length', { 'story/uat/db': 'p' }, 'Secret story/uat/db with the key length not found.'],
  ['db#constructor', { 'story/uat/db': {} }, 'Secret story/uat/db with the key constructor not found.'],
])('stops at the secret %s where it is not there', (named, secrets, message) => {
  expect(() => variables({ Secrets: { DB: named } }, secrets)).toThrow(message);
});

it('takes names that every object of JavaScript has for no others', () => {
  expect(variables({ Variables: { constructor: 'x' } })).toEqual({ constructor: 'x' });
  expect(() => variables({ Parameters: { Cpu: 'constructor' } })).toThrow(
    'Fargate does not support this combination of Cpu and Memory.',
  );
});

it('stops at a file that is no JSON', () => {
  expect(() => variables('{')).toThrow('cfn-template-configuration-uat.json: ');
});
