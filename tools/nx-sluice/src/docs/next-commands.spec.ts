import type { Finding, PipelineEnd, PipelineResult } from '@sluice/contract';
import { describeEnd } from '@sluice/release';
import { nextCommandFor } from '../terminal/next-command';
import { shellCommands } from './shell-commands';
import { problemsOf } from './shown-commands';

const command = nextCommandFor({ app: 'store', isOneOfSeveral: true });
const finding = (kind: Finding['kind'], remedy: string) => ({ kind, explanation: 'It is so.', remedy });
const execution = { executionId: 'e2' };
const ends: PipelineEnd[] = [
  { kind: 'failed' },
  { kind: 'rolled-back', ...execution },
  { kind: 'stopped', reason: 'manually' },
  { kind: 'cancelled' },
  { kind: 'superseded', by: execution },
  {
    kind: 'never-started',
    waitedMs: 9000,
    findings: [finding('nothing-found', `Start it: ${command('redeploy', 'uat')}`)],
  },
  { kind: 'credentials-expired' },
  { kind: 'unknown', message: 'AWS is away', remedy: 'Try again.' },
  { kind: 'unfinished', waitedMs: 9000 },
  { kind: 'interrupted' },
];

function remedyOf(end: PipelineEnd, url?: string): string {
  const result: PipelineResult = {
    environment: 'uat',
    pipeline: 'store-uat-pipeline',
    stages: [],
    tookMs: 1,
    url,
    end,
  };
  return describeEnd({ commit: 'a'.repeat(40) }, result, command).remedy ?? '';
}

/** From the program to whatever ends the sentence or the part of it. */
const commandsIn = (text: string) =>
  [...text.matchAll(/(?:npx |aws )?\b(?:sluice|nx|codepipeline) [^\n`,;)]+/g)].map(([args]) => args);

it.each([undefined, 'https://console.test/a'])(
  'ends what became of a deployment with commands that exist and name the app (page: %s)',
  (url) => {
    const printed = ends.flatMap((end) => commandsIn(remedyOf(end, url)));
    expect(printed).toEqual([
      'npx sluice redeploy uat --app=store',
      'npx sluice redeploy uat --app=store',
      'npx sluice watch uat --app=store',
      'npx sluice redeploy uat --app=store',
      'npx sluice watch uat --app=store',
      'npx sluice watch uat --app=store',
      'npx sluice watch uat --app=store',
    ]);
    const shown = printed.flatMap(shellCommands).map((args) => ({ args, isMarked: false }));
    expect(problemsOf(shown)).toEqual([]);
  },
);

it('names no app where there is only one, and the component where it is about one', () => {
  expect(nextCommandFor({ app: 'store' })('watch', 'uat')).toBe('npx sluice watch uat');
  expect(nextCommandFor({ app: 'store', isOneOfSeveral: true }, 'client')('reject', '1a2b3c4d')).toBe(
    'npx sluice reject 1a2b3c4d --app=store --component=client',
  );
});
