import type { Board, EnvironmentCard } from '@sluice/contract';
import { board, card, raincoat, raincoats, umbrella, umbrellas } from '../testing/sample';
import { candidateFor } from './candidate';

const liveWith = (commit: string, isOnTag = true) => ({ versionId: 'v', commit, isOnTag });
const boots = 'c3d4e5f60718293a4b5c6d7e8f90011223344a5b';

/** Umbrellas in stage, raincoats in uat. */
function candidateWith(
  stage: Partial<EnvironmentCard>,
  uat: Partial<EnvironmentCard> = {},
): string | undefined {
  const here: EnvironmentCard = {
    ...card('uat', 'uat', raincoats),
    behindPrevious: { environment: 'stage', commits: 2 },
    ...uat,
  };
  const environments = [{ ...card('stage', 'latest', umbrellas), ...stage }, here];
  return candidateFor(here, { ...board, environments });
}

const runOf = (status: 'Failed' | 'InProgress') => ({ ...board.environments[0]!.run!, status });

it('suggests what was deployed successfully to the environment before', () => {
  expect(candidateWith({ live: liveWith(umbrella) })).toBe(umbrella);
});

it.each(['Failed', 'InProgress'] as const)(
  'suggests what was deployed successfully before it when the newest run is %s',
  (status) => {
    expect(candidateWith({ run: runOf(status), live: liveWith(boots, false) })).toBe(boots);
    expect(candidateWith({ run: runOf(status), live: liveWith(raincoat, false) })).toBeUndefined();
  },
);

it('suggests nothing that never was deployed successfully', () => {
  expect(candidateWith({ run: runOf('Failed'), live: undefined })).toBeUndefined();
});

it('suggests what is on the tag where no pipeline tells', () => {
  expect(candidateWith({ run: undefined, live: undefined })).toBe(umbrella);
});

it('suggests no way back where this environment is ahead', () => {
  const live = liveWith(umbrella);
  expect(candidateWith({ live }, { behindPrevious: { environment: 'stage', commits: 0 } })).toBeUndefined();
  expect(candidateWith({ live }, { behindPrevious: { environment: 'stage', releases: 0 } })).toBeUndefined();
});

it('suggests nothing that was rejected', () => {
  expect(
    candidateWith({ live: liveWith(umbrella), rejection: { reason: 'Breaks the basket' } }),
  ).toBeUndefined();
  const next = { live: liveWith(boots, false), rejection: { reason: 'Breaks the basket' } };
  expect(candidateWith(next)).toBe(boots);
});

it('suggests it for an environment where nothing is yet', () => {
  expect(candidateWith({ live: liveWith(umbrella) }, { current: undefined, behindPrevious: undefined })).toBe(
    umbrella,
  );
});

it('looks past an environment that watches the same tag', () => {
  const [stage, prod] = board.environments as [EnvironmentCard, EnvironmentCard];
  const europe: EnvironmentCard = {
    ...prod,
    name: 'prod-eu',
    behindPrevious: { environment: 'prod', commits: 0 },
  };
  const all: Board = { ...board, environments: [{ ...stage, live: liveWith(umbrella) }, prod, europe] };
  expect(candidateFor(europe, all)).toBe(umbrella);
});

it('suggests the newest release for the first environment, but not what it has', () => {
  const [stage] = board.environments as [EnvironmentCard];
  expect(candidateFor({ ...stage, behind: 1 }, { ...board, newest: { commit: boots } })).toBe(boots);
  expect(candidateFor({ ...stage, behind: 0 }, { ...board, newest: { commit: boots } })).toBeUndefined();
  expect(candidateFor(stage, board)).toBeUndefined();
});
