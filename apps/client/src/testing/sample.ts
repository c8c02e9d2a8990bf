import type {
  Board,
  Diff,
  EnvironmentCard,
  History,
  MovePlan,
  ReleaseRow,
  Session,
  Verification,
} from '@sluice/contract';

export const umbrella = 'a1b2c3d4e5f60718293a4b5c6d7e8f9001122334';
export const raincoat = 'b2c3d4e5f60718293a4b5c6d7e8f90011223344a';

export const umbrellas: ReleaseRow = {
  commit: umbrella,
  digest: 'umbrellas',
  subject: 'Sell umbrellas',
  author: 'Amy Anderson',
  actor: 'amy',
  run: 'https://ci.example/runs/7',
  size: 2_400_000,
  writtenAt: '2026-11-20T10:30:00.000Z',
  environments: ['stage'],
  been: [],
  failed: [],
  sameContent: [],
};

export const raincoats: ReleaseRow = {
  commit: raincoat,
  digest: 'raincoats',
  subject: 'Sell raincoats',
  author: 'Grace Hopper',
  actor: 'grace',
  run: 'https://ci.example/runs/6',
  size: 2_399_000,
  writtenAt: '2026-11-19T08:00:00.000Z',
  environments: ['prod'],
  been: ['stage'],
  failed: [],
  sameContent: [],
};

export const session: Session = {
  app: 'shop',
  apps: ['shop'],
  person: { name: 'amy@example.org', signedInBy: 'token' },
  mayMove: ['stage', 'prod'],
  mayReject: true,
};

export function card(name: string, tag: string, release: ReleaseRow): EnvironmentCard {
  const { commit, digest, subject, author, actor, run, size, writtenAt } = release;
  return {
    name,
    tag,
    pipeline: `shop-${name}-pipeline`,
    current: { commit, digest, subject, author, actor, run, size, writtenAt, versionId: `${name}-1` },
    confirm: name === 'prod',
    requires: [],
    sharesTagWith: [],
    runVersionId: `${name}-1`,
    awaitsRun: false,
    live: { versionId: `${name}-1`, commit, subject, author, actor, deployedAt: writtenAt, isOnTag: true },
    run: {
      environment: name,
      pipeline: `shop-${name}-pipeline`,
      executionId: `${name}-run-1`,
      status: 'Succeeded',
      startedAt: '2026-11-20T10:31:00.000Z',
      updatedAt: '2026-11-20T10:35:00.000Z',
    },
    stages: [
      {
        name: 'Source',
        status: 'succeeded',
        startedAt: '2026-11-20T10:31:00.000Z',
        endedAt: '2026-11-20T10:31:10.000Z',
      },
      {
        name: 'Deploy',
        status: 'succeeded',
        startedAt: '2026-11-20T10:31:10.000Z',
        endedAt: '2026-11-20T10:35:00.000Z',
      },
    ],
  };
}

export const board: Board = {
  readAt: '2026-11-20T12:00:00.000Z',
  newest: { commit: umbrella, subject: 'Sell umbrellas' },
  environments: [
    card('stage', 'latest', umbrellas),
    {
      ...card('prod', 'prod', raincoats),
      takesFrom: 'stage',
      behindPrevious: { environment: 'stage', commits: 9 },
      rollback: { commit: 'c3d4e5f60718293a4b5c6d7e8f90011223344a5b', subject: 'Sell boots' },
    },
  ],
  warnings: [],
};

export const plan: MovePlan = {
  environment: 'prod',
  tag: 'prod',
  environments: ['prod'],
  from: { commit: raincoat, subject: 'Sell raincoats' },
  to: { commit: umbrella, subject: 'Sell umbrellas' },
  ancestry: 'ancestor',
  commits: [
    { sha: umbrella, subject: 'Sell umbrellas', author: 'Amy', committedAt: '2026-11-20T10:00:00.000Z' },
  ],
  commitCount: 1,
  files: { added: ['app/umbrella.js'], changed: [], removed: [] },
  gateResults: [
    { rule: 'requires', label: 'Required environment', ok: true, explanation: 'it has run well in stage' },
  ],
  isAllowed: true,
  isCurrent: false,
  confirm: true,
  expects: 'prod-1',
};

export const history: History = {
  tag: 'prod',
  environments: ['prod'],
  entries: [],
  activity: [],
  isTruncated: false,
  arePipelinesKnown: true,
};

export const diff: Diff = {
  from: { name: 'prod', kind: 'environment', commit: raincoat, subject: 'Sell raincoats' },
  to: { name: 'stage', kind: 'environment', commit: umbrella, subject: 'Sell umbrellas' },
  ancestry: 'ancestor',
  commits: plan.commits,
  files: { added: [], changed: [], removed: [] },
  isSame: false,
};

export const provenance: Verification = {
  subject: { kind: 'archive', name: `shop/${umbrella}.zip`, commit: umbrella },
  trust: 'trusted',
  keyId: 'ab12'.repeat(16),
  provenance: {
    name: `shop/${umbrella}.zip`,
    sha256: 'b'.repeat(64),
    digest: 'd'.repeat(64),
    commit: umbrella,
    builder: 'https://github.com/acme/shop/.github/workflows/deploy.yml@refs/heads/main',
    run: 'https://github.com/acme/shop/actions/runs/7',
    startedAt: '2026-11-20T10:00:00.000Z',
    finishedAt: '2026-11-20T10:01:00.000Z',
    tasks: [
      {
        task: 'client:build',
        hash: '12',
        outcome: 'restored',
        namespace: 'main',
        run: 'https://github.com/acme/shop/actions/runs/6',
      },
      { task: 'server:build', hash: '34', outcome: 'built' },
    ],
    unproved: [],
  },
};
