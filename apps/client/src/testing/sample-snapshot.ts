import type { EnvironmentView, ReleaseView } from '@sluice/release';
import type { Snapshot } from '../api/console-api';

export const umbrella = 'a1b2c3d4e5f60718293a4b5c6d7e8f9001122334';
export const raincoat = 'b2c3d4e5f60718293a4b5c6d7e8f90011223344a';

export const stage: EnvironmentView = {
  name: 'stage',
  tag: 'latest',
  pipeline: 'shop-stage-pipeline',
  current: {
    commit: umbrella,
    subject: 'Sell umbrellas',
    actor: 'ada',
    run: 'https://ci.example/runs/7',
    previous: raincoat,
    size: 2_400_000,
    writtenAt: '2026-11-20T10:30:00.000Z',
  },
};

export const prod: EnvironmentView = { name: 'prod', tag: 'prod', pipeline: 'shop-prod-pipeline' };

export const umbrellas: ReleaseView = {
  commit: umbrella,
  subject: 'Sell umbrellas',
  actor: 'ada',
  size: 2_400_000,
  writtenAt: '2026-11-20T10:30:00.000Z',
  environments: ['stage'],
};

export const raincoats: ReleaseView = {
  commit: raincoat,
  subject: 'Sell raincoats',
  size: 2_399_000,
  writtenAt: '2026-11-19T08:00:00.000Z',
  environments: [],
};

export const sample: Snapshot = { environments: [stage, prod], releases: [umbrellas, raincoats] };
