import { SluiceError } from '../../errors';
import { diff } from '../diff/diff';
import { ReleaseFixture } from '../../testing/release-fixture';
import { chooseTarget } from '../../config/choose-target';

const fixture = new ReleaseFixture();
afterAll(() => fixture.dispose());

const refusal = (names: { env?: string; tag?: string }): SluiceError => {
  try {
    chooseTarget(fixture.context().settings, names);
  } catch (error) {
    if (error instanceof SluiceError) return error;
  }
  throw new Error('It was not refused.');
};

it.each([
  [{ env: 'uta' }, 'uat'],
  [{ env: 'UAT' }, 'uat'],
  [{ env: 'stagee' }, 'stage'],
  [{ env: 'porduction' }, undefined],
  [{ env: 'prd' }, 'prod'],
  [{ tag: 'lastest' }, 'latest'],
  [{ tag: 'uta' }, 'uat'],
  [{ env: 'somewhere-else' }, undefined],
  [{ env: '\u001b[31m' }, undefined],
])('refuses %j and suggests the nearest, %p', (names, meant) => {
  const { remedy } = refusal(names);
  expect(/^Did you mean "(.*?)"\? Use one of: /.exec(remedy)?.[1]).toBe(meant);
  expect(remedy).toContain('Use one of: ');
});

it.each([
  ['uta', 'uat'],
  ['lastest', 'latest'],
  ['nothing-like-it', undefined],
])('refuses to compare %p and suggests the nearest, %p', async (name, meant) => {
  const remedy = await diff(fixture.context(), name, 'HEAD').catch((error: SluiceError) => error.remedy);
  expect(/^Did you mean "(.*?)"\?/.exec(String(remedy))?.[1]).toBe(meant);
});
