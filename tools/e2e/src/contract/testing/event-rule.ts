import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import type { BucketPlace } from './served-bucket';

/** Makes a rule of the default bus with one target, as `aws/pipeline.yml` does. */
export async function makeRule(
  { endpoint, region, credentials }: Omit<BucketPlace, 'bucket'>,
  rule: { name: string; pattern: object; target: string; isEnabled?: boolean },
): Promise<void> {
  const client = new EventBridgeClient({ endpoint, region, credentials });
  try {
    await client.send(
      new PutRuleCommand({
        Name: rule.name,
        EventPattern: JSON.stringify(rule.pattern),
        State: rule.isEnabled === false ? 'DISABLED' : 'ENABLED',
      }),
    );
    await client.send(
      new PutTargetsCommand({ Rule: rule.name, Targets: [{ Id: 'pipeline', Arn: rule.target }] }),
    );
  } finally {
    client.destroy();
  }
}
