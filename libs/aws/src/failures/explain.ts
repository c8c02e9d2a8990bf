import { AwsFailure, type FailureKind } from './aws-failure';
import { classify, errorCode } from './classify';

type Words = [message: string, remedy: string];

function words(kind: FailureKind, doing: string, resource: string, said: string): Words {
  const inside = `${resource.charAt(0).toLowerCase()}${resource.slice(1)}`;
  switch (kind) {
    case 'no-bucket':
      return [
        `${resource} does not exist.`,
        'Check the name in sluice.json or SLUICE_BUCKET, and that the credentials belong to the account that owns it.',
      ];
    case 'no-version':
      return [
        `The version that was to be read from ${resource} is gone.`,
        'Look at the history and choose another.',
      ];
    case 'no-pipeline':
      return [
        `${resource} does not exist in this account and region.`,
        'Check "pipeline" of the environment in sluice.json, the region, and whose credentials these are.',
      ];
    case 'no-execution':
      return [
        `${resource} has no such execution, or no longer.`,
        'List those that it has: aws codepipeline list-pipeline-executions --pipeline-name <name>',
      ];
    case 'access-denied':
      return [
        `AWS refused to ${doing} in ${inside}: access denied.`,
        'Give these credentials the permission, or use those of a role that has it; for a bucket, a missing s3:ListBucket turns "not found" into this too.',
      ];
    case 'no-credentials':
      return [
        'No AWS credentials were found.',
        'Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or let CI assume a role.',
      ];
    case 'bad-credentials':
      return [
        `${resource} does not accept these AWS credentials.`,
        'Check the access key, its secret, and that they belong to this endpoint.',
      ];
    case 'expired-credentials':
      return ['The AWS credentials have expired.', 'Sign in again, or let the CI job assume its role anew.'];
    case 'wrong-region':
      return [
        `${resource} is not in the AWS region that was used, or no region was given.`,
        'Set "region" in sluice.json, or AWS_REGION, to the region that it is in.',
      ];
    case 'clock-skew':
      return ["This machine's clock is too far from AWS's.", 'Set the clock, then try again.'];
    case 'throttled':
      return [`AWS is throttling calls to ${inside}.`, 'Wait a minute, then try again.'];
    case 'unavailable':
      return [`${resource} could not answer: ${said}.`, 'Try again; it goes on where it stopped.'];
    case 'unreachable':
      return [
        `${resource} cannot be reached: ${said}.`,
        'Check the network, any proxy, and AWS_ENDPOINT_URL and its like if they are set; then try again.',
      ];
    case 'unsupported':
      return [
        `The server of ${inside} does not support it: it could not ${doing} (${said}).`,
        'Use a server that supports this part of S3, or do without what needs it.',
      ];
    case 'disk-full':
      return [
        `${resource} has no room for what was to be written: ${said}.`,
        'Free space where the bucket lies, then run the command again; nothing half-written was left behind.',
      ];
    case 'interrupted':
      return [`It was interrupted: it could not ${doing} in ${inside}.`, 'Run it again.'];
    case 'unexpected':
      return [`AWS could not ${doing} in ${inside}: ${said}.`, 'Check the set-up and the permissions.'];
  }
}

/** Turns whatever the SDK threw into one sentence on what is wrong and one on what to do. */
export function explain(error: unknown, doing: string, resource: string): AwsFailure {
  if (error instanceof AwsFailure) return error;
  const kind = classify(error);
  return new AwsFailure(kind, ...words(kind, doing, resource, whatWasSaid(error)), { cause: error });
}

function whatWasSaid(error: unknown): string {
  const code = errorCode(error);
  // What the SDK says here is about its own options.
  if (code === 'TimeoutError') return 'it does not answer';
  const text = error instanceof Error ? error.message.split('\n')[0]?.replace(/\.$/, '') : String(error);
  return [code, text === code ? undefined : text].filter(Boolean).join(', ') || 'no reason was given';
}
