import type { Request } from './iam';

const account = '123456789012';

/**
 * What the AWS CLI asks for a line that Init ran, as IAM sees it. `deploy` describes the stack, creates a change set,
 * waits for it, executes it and waits for the stack; CloudFormation reads parameters in Parameter Store with the rights
 * of the caller, who passes the stack's role.
 *
 * @throws when the line is none that is known here: a new call of Init needs its permissions listed
 */
export function requestsOfInit(line: string, stackRole: string): Request[] {
  const words = line.split(' ');
  const [service, command] = words;
  const option = (name: string) => words[words.indexOf(name) + 1] ?? '';
  const onStack = (...actions: string[]) =>
    actions.map((action) => ({
      action: `cloudformation:${action}`,
      resource: `arn:aws:cloudformation:us-east-1:${account}:stack/${option('--stack-name')}/1`,
    }));
  switch (`${service} ${command}`) {
    case 'cloudformation describe-stacks':
    case 'cloudformation wait':
      return onStack('DescribeStacks');
    case 'cloudformation delete-stack':
      return onStack('DeleteStack');
    case 'cloudformation continue-update-rollback':
      return onStack('ContinueUpdateRollback');
    case 'cloudformation update-termination-protection':
      return onStack('UpdateTerminationProtection');
    case 'cloudformation deploy':
      return [
        ...onStack('DescribeStacks', 'CreateChangeSet', 'DescribeChangeSet', 'ExecuteChangeSet'),
        ...words
          .filter((word) => /^\w+=\/sluice\//.test(word))
          .map((word) => ({
            action: 'ssm:GetParameters',
            resource: `arn:aws:ssm:us-east-1:${account}:parameter${word.replace(/^\w+=/, '')}`,
          })),
        {
          action: 'iam:PassRole',
          resource: stackRole,
          context: { 'iam:PassedToService': 'cloudformation.amazonaws.com' },
        },
      ];
    case 'secretsmanager describe-secret':
      return [
        {
          action: 'secretsmanager:DescribeSecret',
          resource: `arn:aws:secretsmanager:us-east-1:${account}:secret:${option('--secret-id')}-AbCdEf`,
        },
      ];
    default:
      throw new Error(`Nothing here tells what "${line}" asks of AWS.`);
  }
}
