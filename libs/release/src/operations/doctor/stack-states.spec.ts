import { HealthySetup, refusal } from './testing/healthy-setup';

let setUp: HealthySetup;
beforeEach(async () => {
  setUp = await HealthySetup.open();
});
afterEach(() => setUp.fixture.dispose());

const findings = async (states: Record<string, string>) => {
  const stacks = { state: (name: string) => Promise.resolve(states[name]) };
  const all = await setUp.findings({ stacks });
  return all.filter(({ check }) => check.startsWith('stack ')).map(({ check, state }) => `${check} ${state}`);
};

it.each(['ROLLBACK_COMPLETE', 'UPDATE_ROLLBACK_FAILED', 'DELETE_FAILED'])(
  'fails for a stack that CloudFormation cannot update: %s',
  async (state) => {
    expect(await findings({ 'story-App-prod': state, 'story-Pipeline-prod': 'UPDATE_COMPLETE' })).toEqual([
      'stack story-Pipeline-prod ok',
      'stack story-App-prod failed',
    ]);
  },
);

it('says nothing of stacks with other names', async () => {
  expect(await findings({ other: 'ROLLBACK_COMPLETE' })).toEqual([]);
});

it('does not call a stack faulty that these credentials may not read', async () => {
  const stacks = { state: () => Promise.reject(refusal) };
  const all = await setUp.findings({ stacks });
  const states = all.filter(({ check }) => check.startsWith('stack ')).map(({ state }) => state);
  expect(new Set(states)).toEqual(new Set(['unknown']));
});
