import { AwsFailure, type FailureKind } from './aws-failure';
import { classify, errorCode } from './classify';

type Sentences = [message: string, remedy: string];

/** What the SDK says when none of the ways to credentials led anywhere; it does not say which were tried. */
const nothingFound = 'Could not load credentials from any providers';

function sentences(
  kind: FailureKind,
  doing: string,
  resource: string,
  { code, text }: { code?: string; text?: string },
): Sentences {
  const said = [code, text].filter(Boolean).join(', ') || 'no reason given';
  const inside = `${resource.charAt(0).toLowerCase()}${resource.slice(1)}`;
  switch (kind) {
    case 'no-bucket':
      return [
        `${resource} does not exist.`,
        'Check the name in sluice.json or SLUICE_BUCKET, and that the credentials belong to the account that owns it.',
      ];
    case 'no-version':
      return [
        `The requested version of ${resource} no longer exists.`,
        'Choose another version from the history.',
      ];
    case 'no-pipeline':
      return [
        `${resource} does not exist in this account and region.`,
        'Check "pipeline" of the environment in sluice.json, the region, and whose credentials these are.',
      ];
    case 'no-execution':
      return [
        `${resource} has no such execution, or it has expired.`,
        'List its executions: aws codepipeline list-pipeline-executions --pipeline-name <name>',
      ];
    case 'access-denied':
      return [
        `AWS refused to ${doing} in ${inside}: access denied.`,
        'Grant these credentials the permission, or use a role that has it. For a bucket, a missing s3:ListBucket permission also causes this error if the object does not exist.',
      ];
    case 'no-credentials':
      // Such as an SSO session that is over, a profile that asks for a code, or a role that was not given.
      if (text !== undefined && text !== nothingFound)
        return [
          `The AWS credentials could not be loaded: ${text}.`,
          'Sign in again, as with `aws sso login --profile <name>`, or set AWS_PROFILE to another profile.',
        ];
      return [
        'No AWS credentials were found.',
        'Set AWS_PROFILE to one of `aws configure list-profiles`, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or let CI assume a role.',
      ];
    case 'bad-credentials':
      return [
        `${resource} does not accept these AWS credentials.`,
        'Check the access key, its secret, and that they belong to this endpoint.',
      ];
    case 'expired-credentials':
      return [
        'The AWS credentials have expired.',
        'Sign in again, or have the CI job assume its role again.',
      ];
    case 'wrong-region':
      return [
        `${resource} is not in the AWS region in use, or no region is set.`,
        'Set "region" in sluice.json, or AWS_REGION, to its region.',
      ];
    case 'clock-skew':
      return [
        'The clock of this machine differs too much from that of AWS.',
        'Set the clock, then try again.',
      ];
    case 'throttled':
      return [`AWS is throttling calls to ${inside}.`, 'Wait a minute, then try again.'];
    case 'unavailable':
      return [`${resource} returned an error: ${said}.`, 'Try again; it continues where it stopped.'];
    case 'unreachable':
      return [
        `${resource} cannot be reached: ${said}.`,
        'Check the network, the proxy, and the AWS_ENDPOINT_URL variables if they are set, then try again.',
      ];
    case 'unsupported':
      return [
        `The server of ${inside} does not support it: it could not ${doing} (${said}).`,
        'Use a server that supports this S3 feature.',
      ];
    case 'disk-full':
      return [
        `${resource} has no space left: ${said}.`,
        'Free disk space for the bucket, then run the command again. No partial object was left.',
      ];
    case 'interrupted':
      return [`Interrupted: could not ${doing} in ${inside}.`, 'Run it again.'];
    case 'unexpected':
      return [
        `AWS could not ${doing} in ${inside}: ${said}.`,
        'Check the configuration and the permissions.',
      ];
  }
}

/** Turns whatever the SDK threw into one sentence on what is wrong and one on what to do. */
export function explain(error: unknown, doing: string, resource: string): AwsFailure {
  if (error instanceof AwsFailure) return error;
  const kind = classify(error);
  return new AwsFailure(kind, ...sentences(kind, doing, resource, whatWasSaid(error)), { cause: error });
}

function whatWasSaid(error: unknown): { code?: string; text?: string } {
  const code = errorCode(error);
  // What the SDK says here is about its own options.
  if (code === 'TimeoutError') return { text: 'no response' };
  const text = error instanceof Error ? error.message.split('\n')[0]?.replace(/\.$/, '') : String(error);
  return { code, text: text === code ? undefined : text };
}
