import type { PromotionPlan } from '@sluice/release';
import { planLines } from './plan-lines';

function planFor(...names: string[]): PromotionPlan {
  const commit = '1a2b3c4d'.repeat(5);
  return {
    tag: 'latest',
    environments: names.map((name) => ({ name })),
    source: { commit, archive: { metadata: { commit } } },
    commits: [],
    gateResults: [],
    isCurrent: true,
  } as unknown as PromotionPlan;
}

it('names the environments that share a tag, and nothing where one has it alone', () => {
  expect(planLines(planFor('stage', 'demo'))).toEqual([
    'Plan: stage, demo ("latest"), now nothing → 1a2b3c4d',
    '  "latest" is shared by stage, demo.',
    '  "latest" already has this content.',
  ]);
  expect(planLines(planFor('stage'))).toHaveLength(2);
});
