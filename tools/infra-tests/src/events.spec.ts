import { eventRule, isMatch } from './testing/event-rule';
import sample from './testing/events/object-created.json';
import { pipelineDeclaration } from './testing/pipeline-declaration';
import { sluice } from './testing/repository';
import { resolve } from './testing/resolve';
import { environmentScope, pipelineScope, platformScopeWith } from './testing/roles';
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
    `sluice/${tag}.newest.json`,
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
  const event = (state: string, trigger?: string) => ({
    source: 'aws.codepipeline',
    'detail-type': 'CodePipeline Pipeline Execution State Change',
    detail: {
      pipeline: 'sluice-uat-pipeline',
      'execution-id': 'e-1',
      state,
      ...(trigger && { 'execution-trigger': { 'trigger-type': trigger } }),
    },
  });
  expect(isMatch(rule.pattern, event('FAILED'))).toBe(true);
  expect(isMatch(rule.pattern, event('FAILED', 'StartPipelineExecution'))).toBe(true);
  expect(isMatch(rule.pattern, event('SUCCEEDED'))).toBe(false);
  // CodePipeline starts a new pipeline by itself, before there is anything to deploy.
  expect(isMatch(rule.pattern, event('FAILED', 'CreatePipeline'))).toBe(false);
  expect(JSON.parse(rule.inputFor(event('FAILED')))).toMatch(
    /^uat of sluice did not deploy, .*\/pipelines\/sluice-uat-pipeline\/executions\/e-1$/,
  );
});

test.each([
  ['us-east-1', 'aws', 'us-east-1.console.aws.amazon.com'],
  ['us-gov-west-1', 'aws-us-gov', 'us-gov-west-1.console.amazonaws-us-gov.com'],
  ['cn-north-1', 'aws-cn', 'cn-north-1.console.amazonaws.cn'],
])('the page of a failed execution in %s is in the console of its partition', (region, partition, host) => {
  const { Properties } = readTemplate('aws/pipeline.yml').Resources['Failed'] ?? {};
  const scope = pipelineScope('uat', 'uat');
  Object.assign(scope.names, { 'AWS::Region': region, 'AWS::Partition': partition });
  expect(JSON.stringify(resolve(Properties, scope))).toContain(`https://${host}/codesuite/`);
});

test('an event that cannot be delivered is kept, and an alarm tells of it', () => {
  const { LostEvents, EventLost, LostEventsPolicy } = readTemplate('aws/environment.yml').Resources;
  const { Start } = readTemplate('aws/pipeline.yml').Resources;
  const scope = environmentScope('uat');
  const { QueueName } = resolve(LostEvents?.Properties, scope) as { QueueName: string };
  const rule = resolve(Start?.Properties, pipelineScope('uat', 'uat')) as { Name: string };
  expect(rule).toMatchObject({
    Targets: [{ DeadLetterConfig: { Arn: `arn:aws:sqs:us-east-1:123456789012:${QueueName}` } }],
  });
  const source = { 'aws:SourceArn': `arn:aws:events:us-east-1:123456789012:rule/${rule.Name}` };
  expect(resolve(LostEventsPolicy?.Properties, scope)).toMatchObject({
    PolicyDocument: { Statement: [{ Action: 'sqs:SendMessage', Condition: { ArnEquals: source } }, {}] },
  });
  scope.names['LostEvents.QueueName'] = QueueName;
  scope.names['Failures'] = 'arn:aws:sns:us-east-1:123456789012:sluice--uat--failures';
  expect(resolve(EventLost?.Properties, scope)).toMatchObject({
    MetricName: 'ApproximateNumberOfMessagesVisible',
    Dimensions: [{ Name: 'QueueName', Value: QueueName }],
    Threshold: 1,
    AlarmActions: ['arn:aws:sns:us-east-1:123456789012:sluice--uat--failures'],
  });
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
        { Prefix: 'cache/main/', ExpirationInDays: 30, NoncurrentVersionExpiration: { NoncurrentDays: 1 } },
        { Prefix: 'cache/pr/', ExpirationInDays: 7, NoncurrentVersionExpiration: { NoncurrentDays: 1 } },
      ],
    },
  });
});
