import type { Policy, Request } from './testing/iam';
import {
  largeArchiveCalls,
  requestOf,
  requestsOf,
  requestsOfReader,
  type Call,
} from './testing/recorded-calls';
import { promoterOf, pruner, publisher, publisherOf, reader } from './testing/roles';
import { environmentRoleMay, platformRoleMay, weakened } from './testing/policy-decisions';

const promoter = promoterOf('uat', 'uat');

type GateResult = (policies: Policy[], request: Request) => boolean;

/** All that its commands call is allowed, each permission is needed by one of them, and what is forbidden is refused. */
function holdsTo(policies: Policy[], called: Request[], may: GateResult, forbidden: Call[]) {
  test.each(called.map((request) => [request.action, request.resource, request] as const))(
    'may %s on %s',
    (_action, _resource, request) => expect(may(policies, request)).toBe(true),
  );

  test.each(weakened(policies))('needs %s', (_what, fewer) => {
    expect(called.filter((request) => !may(fewer, request))).not.toEqual([]);
  });

  test.each(forbidden)('may not $action on $key$pipeline with $with', (call) => {
    expect(may(policies, requestOf(call))).toBe(false);
  });
}

describe('the publisher', () => {
  const called = [...requestsOf('publisher'), ...largeArchiveCalls.upload.map(requestOf)];
  holdsTo(publisher.policies, called, platformRoleMay, [
    { action: 's3:PutObject', key: 'sluice/uat.zip', with: 'If-Match' },
    { action: 's3:PutObject', key: 'sluice/prod.zip', with: 'If-Match' },
    { action: 's3:PutObject', key: 'sluice/latest.hold.json' },
    { action: 's3:PutObject', key: 'sluice/uat.newest.json' },
    { action: 's3:PutObject', key: 'other/latest.newest.json' },
    { action: 's3:DeleteObject', key: 'sluice/latest.newest.json' },
    { action: 's3:DeleteObject', key: 'sluice/latest.hold.json' },
    { action: 's3:PutObject', key: 'sluice/<sha>.zip' },
    { action: 's3:PutObject', key: 'sluice/<sha>.zip', with: 'If-Match' },
    { action: 's3:PutObject', key: 'sluice/client/<sha>.zip' },
    { action: 's3:PutObject', key: 'other/<sha>.zip', with: 'If-None-Match' },
    { action: 's3:DeleteObject', key: 'sluice/<sha>.zip' },
    { action: 's3:DeleteObjectVersion', key: 'sluice/latest.zip' },
    { action: 's3:PutObjectTagging', key: 'sluice/<sha>.zip' },
    { action: 's3:PutObject', key: 'sluice/_provenance/<sha>.intoto.jsonl' },
    { action: 's3:PutObject', key: 'other/_provenance/<sha>.intoto.jsonl', with: 'If-None-Match' },
    { action: 's3:PutObject', key: 'sluice/_provenance/x.zip', with: 'If-None-Match' },
    { action: 's3:DeleteObject', key: 'sluice/_provenance/<sha>.intoto.jsonl' },
    { action: 's3:PutBucketVersioning', key: '' },
    { action: 's3:PutBucketPolicy', key: '' },
    { action: 's3:PutLifecycleConfiguration', key: '' },
    { action: 'codepipeline:StartPipelineExecution', pipeline: 'sluice-prod-pipeline' },
  ]);
});

test('the publisher of an app publishes another one too where the stack of that one names it', () => {
  const ofStore = requestsOf('publisher').map(({ resource, context, ...request }) => ({
    ...request,
    resource: resource.replaceAll('sluice', 'store'),
    context: context?.['aws:ResourceTag/sluice:app']
      ? { ...context, 'aws:ResourceTag/sluice:app': 'store' }
      : context,
  }));
  const refusedBy = (others: string[]) =>
    ofStore.filter((request) => !platformRoleMay(publisherOf('sluice', others).policies, request));
  expect(refusedBy(['store'])).toEqual([]);
  expect(refusedBy([]).map(({ resource }) => resource)).toContain(
    'arn:aws:s3:::pipelinebucket/store/latest.zip',
  );
  // And the other way round, nothing is gained.
  const ofSluice = requestsOf('publisher').filter(({ action }) => action === 's3:PutObject');
  const { policies } = publisherOf('store');
  expect(ofSluice.filter((request) => platformRoleMay(policies, request))).toEqual([]);
});

test.each([
  ['its own key', 'arn:aws:kms:us-east-1:123456789012:key/1', true],
  ['another key', 'arn:aws:kms:us-east-1:123456789012:key/2', false],
])('the publisher may sign with %s: %s, %p', (_, resource, may) => {
  const { policies } = publisherOf('sluice', [], { SigningKey: 'arn:aws:kms:us-east-1:123456789012:key/1' });
  for (const action of ['kms:Sign', 'kms:GetPublicKey'])
    expect(platformRoleMay(policies, { action, resource })).toBe(may);
  for (const action of ['kms:Sign', 'kms:GetPublicKey'])
    expect(platformRoleMay(publisher.policies, { action, resource })).toBe(false);
});

describe('the promoter of uat', () => {
  holdsTo(promoter.policies, requestsOf('promoter'), environmentRoleMay, [
    { action: 's3:PutObject', key: 'sluice/<sha>.zip', with: 'If-None-Match' },
    { action: 's3:PutObject', key: 'sluice/client/<sha>.zip', with: 'If-None-Match' },
    { action: 's3:PutObject', key: 'sluice/uat.zip', with: 'If-Match' },
    { action: 's3:PutObject', key: 'sluice/uat.zip', with: 'If-Match', from: 'other/<sha>.zip' },
    { action: 's3:PutObject', key: 'sluice/prod.zip', with: 'If-Match', from: 'sluice/<sha>.zip' },
    { action: 's3:PutObject', key: 'sluice/latest.zip', with: 'If-Match', from: 'sluice/<sha>.zip' },
    { action: 's3:PutObject', key: 'sluice/prod.hold.json' },
    { action: 's3:PutObject', key: 'sluice/prod.activity.json' },
    { action: 's3:PutObject', key: 'sluice/latest.newest.json' },
    { action: 's3:PutObject', key: 'sluice/_provenance/<sha>.intoto.jsonl', with: 'If-None-Match' },
    { action: 's3:DeleteObject', key: 'sluice/uat.zip' },
    { action: 's3:DeleteObject', key: 'sluice/uat.hold.json' },
    { action: 's3:DeleteObject', key: 'sluice/prod.hold.json' },
    { action: 's3:PutObjectTagging', key: 'sluice/prod.zip' },
    { action: 's3:DeleteObjectVersion', key: 'sluice/uat.zip' },
    { action: 's3:PutBucketPolicy', key: '' },
    { action: 'codepipeline:StartPipelineExecution', pipeline: 'sluice-prod-pipeline' },
    { action: 'codepipeline:UpdatePipeline', pipeline: 'sluice-uat-pipeline' },
  ]);

  test('cannot say who made an archive of what even if its own policy said so, because of the boundary', () => {
    const everything: Policy = { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
    for (const key of [
      'sluice/_provenance/<sha>.intoto.jsonl',
      'sluice/client/_provenance/<sha>.intoto.jsonl',
    ]) {
      const write = requestOf({ action: 's3:PutObject', key, with: 'If-None-Match' });
      expect(environmentRoleMay([everything], write)).toBe(false);
    }
  });

  test('cannot write a commit even if its own policy said so, because of the boundary', () => {
    const everything: Policy = { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
    const write = requestOf({ action: 's3:PutObject', key: 'sluice/<sha>.zip', with: 'If-None-Match' });
    expect(environmentRoleMay([everything], write)).toBe(false);
    expect(environmentRoleMay([everything], { action: 'iam:CreateUser', resource: '*' })).toBe(false);
  });
});

test('the promoter of prod may ask how it went in uat', () => {
  const { policies } = promoterOf('prod', 'prod');
  const called = requestsOf('promoter of prod');
  expect(called.map(({ resource }) => resource)).toContainEqual(
    expect.stringMatching(/sluice-uat-pipeline$/),
  );
  expect(called.filter((request) => !environmentRoleMay(policies, request))).toEqual([]);
});

describe('the reader, while Deploy promotes into another account', () => {
  holdsTo(reader.policies, requestsOfReader(), platformRoleMay, [
    { action: 's3:PutObject', key: 'sluice/<sha>.zip', with: 'If-None-Match' },
    { action: 's3:PutObject', key: 'sluice/uat.zip', with: 'If-Match', from: 'sluice/<sha>.zip' },
    { action: 's3:PutObject', key: 'sluice/uat.hold.json' },
    { action: 's3:PutObject', key: 'sluice/rejections.json' },
    { action: 's3:PutObjectTagging', key: 'sluice/<sha>.zip' },
    { action: 's3:DeleteObject', key: 'sluice/<sha>.zip' },
    { action: 's3:DeleteObjectVersion', key: 'sluice/uat.zip' },
    { action: 's3:GetObject', key: 'other/<sha>.zip' },
    { action: 'codepipeline:StartPipelineExecution', pipeline: 'sluice-uat-pipeline' },
    { action: 'codepipeline:StopPipelineExecution', pipeline: 'sluice-uat-pipeline' },
    { action: 'codepipeline:UpdatePipeline', pipeline: 'sluice-uat-pipeline' },
  ]);
});

describe('the pruner', () => {
  holdsTo(pruner.policies, requestsOf('pruner'), platformRoleMay, [
    { action: 's3:DeleteObjectVersion', key: 'sluice/<sha>.zip' },
    { action: 's3:DeleteObject', key: 'sluice/latest.zip' },
    { action: 's3:DeleteObject', key: 'sluice/prod.zip' },
    { action: 's3:DeleteObject', key: 'sluice/prod.hold.json' },
    { action: 's3:DeleteObject', key: 'other/<sha>.zip' },
    { action: 's3:DeleteObject', key: 'other/_provenance/<sha>.intoto.jsonl' },
    { action: 's3:PutObject', key: 'sluice/_provenance/<sha>.intoto.jsonl', with: 'If-None-Match' },
    { action: 's3:PutObject', key: 'sluice/<sha>.zip', with: 'If-None-Match' },
    { action: 's3:PutObject', key: 'sluice/uat.zip', with: 'If-Match' },
    { action: 's3:PutLifecycleConfiguration', key: '' },
  ]);
});
