import type { EnvironmentSettings } from '@sluice/release';
import { confirm } from './confirm';

const environment = (name: string, asks: boolean): EnvironmentSettings => ({
  name,
  tag: name,
  pipeline: `${name}-pipeline`,
  requires: [],
  confirm: asks,
});
const prod = { environments: [environment('uat', false), environment('prod', true)] };

// Jest's streams are no terminal.
it('refuses to continue where an environment says confirm and nobody is there to ask, naming what was to be done', async () => {
  await expect(confirm(prod, false)).rejects.toMatchObject({ code: 'usage' });
  await expect(confirm(prod, false, { verb: 'redeploy', noun: 'redeploy of' })).rejects.toThrow(
    'A redeploy of prod requires confirmation, and there is no terminal to prompt on.',
  );
});

it('asks nothing with --yes, nor where no environment says confirm', async () => {
  await confirm(prod, true);
  await confirm({ environments: [environment('uat', false)] }, false);
});
