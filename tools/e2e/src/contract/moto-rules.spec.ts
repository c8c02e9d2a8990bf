import { openEventRules, type LazyRules } from '@sluice/aws';
import { makeRule } from './testing/event-rule';
import { findMoto, startMoto, type MotoServer } from './testing/moto-server';

const program = findMoto();
const arn = (name: string) => `arn:aws:codepipeline:us-east-1:123456789012:${name}`;
const pattern = {
  source: ['aws.s3'],
  'detail-type': ['Object Created'],
  detail: { bucket: { name: ['acme'] }, object: { key: ['story/uat.zip'] } },
};

if (program === undefined) {
  it('moto_server was not found: the rules were not read from it', () => {
    expect(findMoto()).toBeUndefined();
  });
} else {
  let server: MotoServer;
  let rules: LazyRules;

  beforeAll(async () => {
    server = await startMoto(program);
    const place = {
      endpoint: server.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'testing', secretAccessKey: 'testing' },
    };
    rules = openEventRules(place);
    await makeRule(place, { name: 'story-uat-start', pattern, target: arn('story-uat-pipeline') });
    await makeRule(place, { name: 'asleep', pattern, target: arn('story-qa-pipeline'), isEnabled: false });
  }, 90_000);
  afterAll(async () => {
    await rules?.close();
    await server?.stop();
  });

  it('reads from EventBridge which rules start a pipeline, by what, and whether they are on', async () => {
    const [start, ...others] = await rules.targeting(arn('story-uat-pipeline'));
    expect(others).toEqual([]);
    expect(start).toMatchObject({ name: 'story-uat-start', isEnabled: true });
    expect(JSON.parse(start?.pattern ?? '')).toEqual(pattern);
    expect(await rules.targeting(arn('story-qa-pipeline'))).toMatchObject([
      { name: 'asleep', isEnabled: false },
    ]);
    expect(await rules.targeting(arn('story-prod-pipeline'))).toEqual([]);
  });
}
