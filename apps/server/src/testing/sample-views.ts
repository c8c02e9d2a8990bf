import type { EnvironmentView, ReleaseView } from '@sluice/release';
import type { Releases } from '../releases/releases';

export const environments: EnvironmentView[] = [
  {
    name: 'stage',
    tag: 'latest',
    pipeline: 'shop-stage-pipeline',
    current: {
      commit: 'a'.repeat(40),
      subject: 'Sell umbrellas',
      size: 2048,
      writtenAt: '2026-11-20T10:00:00.000Z',
    },
  },
  { name: 'prod', tag: 'prod', pipeline: 'shop-prod-pipeline' },
];

export const published: ReleaseView[] = [
  {
    commit: 'a'.repeat(40),
    subject: 'Sell umbrellas',
    size: 2048,
    writtenAt: '2026-11-20T10:00:00.000Z',
    environments: ['stage'],
  },
];

export const sampleReleases: Releases = {
  environments: async () => environments,
  releases: async () => published,
};
