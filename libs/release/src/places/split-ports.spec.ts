import { resolveSettings } from '../config/resolve-settings';
import type { Pipelines } from '../ports/pipelines';
import { splitPipelines, splitRules, splitStacks } from './split-ports';

const settings = resolveSettings({
  file: {
    app: 'my-store',
    bucket: 'acme-archives',
    environments: {
      prod: { tag: 'a' },
      'eu-prod': { tag: 'b', bucket: 'acme-eu', region: 'eu-west-1' },
      'eu-uat': { tag: 'c', bucket: 'acme-eu', region: 'eu-west-1' },
    },
  },
  env: {},
});
const named = <Port>(name: string, ...methods: (keyof Port)[]): Port =>
  Object.fromEntries(methods.map((method) => [method, async (about: string) => `${name}: ${about}`])) as Port;

it('asks the pipelines of the bucket that an environment has, one client for each bucket', async () => {
  const opened: string[] = [];
  const pipelines = splitPipelines(settings, named<Pipelines>('home', 'stages'), ({ region }) => {
    opened.push(String(region));
    return named<Pipelines>(String(region), 'stages');
  });
  expect(opened).toEqual(['eu-west-1']);
  expect(await pipelines.stages('my-store-prod-pipeline')).toBe('home: my-store-prod-pipeline');
  expect(await pipelines.stages('my-store-eu-prod-pipeline')).toBe('eu-west-1: my-store-eu-prod-pipeline');
  expect(await pipelines.stages('my-store-eu-uat-pipeline')).toBe('eu-west-1: my-store-eu-uat-pipeline');
});

it('asks for rules and stacks where the pipeline is, by the whole name of its environment', async () => {
  const rules = splitRules(settings, named('home', 'targeting'), () => named('there', 'targeting'));
  const arn = (name: string) => `arn:aws:codepipeline:eu-west-1:123456789012:${name}`;
  expect(await rules.targeting(arn('my-store-eu-prod-pipeline'))).toMatch(/^there/);
  expect(await rules.targeting(arn('my-store-prod-pipeline'))).toMatch(/^home/);
  const stacks = splitStacks(settings, named('home', 'state'), () => named('there', 'state'));
  expect(await stacks.state('my-store-Pipeline-eu-prod')).toMatch(/^there/);
  expect(await stacks.state('my-store-Pipeline-prod')).toMatch(/^home/);
});
