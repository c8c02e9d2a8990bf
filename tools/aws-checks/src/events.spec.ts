import { eventRule, isMatch } from './testing/event-rule';
import sample from './testing/events/object-created.json';
import { pipelineDeclaration } from './testing/pipeline-declaration';
import { sluice } from './testing/repository';
import { resolve } from './testing/resolve';
import { platformScopeWith } from './testing/roles';
import { readTemplate } from './testing/template';

const environments = Object.entries(sluice.environments).map(([name, { tag }]) => [name, tag] as const);

/** What S3 tells EventBridge: https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html */
function written(key: string, reason = 'CopyObject') {
  const { detail } = sample;
  return { ...sample, detail: { ...detail, reason, object: { ...detail.object, key } } };
}

describe.each(environments)('what starts the pipeline of %s', (environment, tag) => {
  const rule = eventRule('Start', environment, tag);

  test.each(['PutObject', 'CopyObject', 'CompleteMultipartUpload'])('a new version by %s', (reason) => {
    expect(isMatch(rule.pattern, written(`sluice/${tag}.zip`, reason))).toBe(true);
  });

  test.each([
    'sluice/other.zip',
    `sluice/${tag}.hold.json`,
    `sluice/client/${tag}.zip`,
    `sluice/${'a'.repeat(40)}.zip`,
  ])('not %s', (key) => expect(isMatch(rule.pattern, written(key))).toBe(false));

  test('nothing in another bucket, and no deletion', () => {
    const event = written(`sluice/${tag}.zip`);
    expect(isMatch(rule.pattern, { ...event, 'detail-type': 'Object Deleted' })).toBe(false);
    const elsewhere = { ...event, detail: { ...event.detail, bucket: { name: 'other' } } };
    expect(isMatch(rule.pattern, elsewhere)).toBe(false);
  });

  test('it runs on exactly the version that was written', () => {
    const source = pipelineDeclaration(environment, tag).stages?.[0]?.actions?.[0]?.name;
    expect(JSON.parse(rule.inputFor(written(`sluice/${tag}.zip`)))).toEqual({
      sourceRevisions: [
        {
          actionName: source,
          revisionType: 'S3_OBJECT_VERSION_ID',
          revisionValue: sample.detail.object['version-id'],
        },
      ],
    });
  });
});

test('a failed execution is told in one sentence, with its page; a success is not', () => {
  const rule = eventRule('Failed', 'uat', 'uat');
  const event = (state: string) => ({
    source: 'aws.codepipeline',
    'detail-type': 'CodePipeline Pipeline Execution State Change',
    detail: { pipeline: 'sluice-uat-pipeline', 'execution-id': 'e-1', state },
  });
  expect(isMatch(rule.pattern, event('FAILED'))).toBe(true);
  expect(isMatch(rule.pattern, event('SUCCEEDED'))).toBe(false);
  expect(JSON.parse(rule.inputFor(event('FAILED')))).toMatch(
    /^uat of sluice did not deploy, .*\/pipelines\/sluice-uat-pipeline\/executions\/e-1$/,
  );
});

test('the bucket keeps versions, encrypts, lets no public in, and tells EventBridge', () => {
  const { Properties } = readTemplate('aws/platform.yml').Resources['PipelineBucket'] ?? {};
  expect(resolve(Properties, platformScopeWith({}))).toMatchObject({
    VersioningConfiguration: { Status: 'Enabled' },
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
    },
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    },
    NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
    LifecycleConfiguration: {
      Rules: [
        { NoncurrentVersionExpiration: { NoncurrentDays: 400 }, AbortIncompleteMultipartUpload: {} },
        { ExpiredObjectDeleteMarker: true },
      ],
    },
  });
});
