import { allows, type Request } from './iam';
import { bucketPolicy, type Role } from './roles';

const account = '123456789012';

export const arn = (service: string, rest: string): string =>
  `arn:aws:${service}:us-east-1:${account}:${rest}`;
export const roleArn = (name: string, app = 'sluice'): string =>
  `arn:aws:iam::${account}:role/sluice-environment/${app}/${name}`;
export const object = (key: string): string => `arn:aws:s3:::pipelinebucket/${key}`;

/** Where the bucket says which image an archive became. */
export const record = object(`_images/sluice/${'3'.repeat(64)}`);

/** The condition keys of a write that makes an object which is not there. */
export const once = {
  'aws:SecureTransport': 'true',
  's3:if-none-match': '*',
  's3:ObjectCreationOperation': 'true',
};
export const regional = { 'aws:RequestedRegion': 'us-east-1' };

/** What ECS calls to shift traffic from one target group to the other. */
export function shifts(tags: Record<string, string>): Request[] {
  return [
    ['RegisterTargets', 'targetgroup/x-Alter-1/2'],
    ['DeregisterTargets', 'targetgroup/x-Targe-1/2'],
    ['ModifyRule', 'listener-rule/app/x-LoadB-1/1/2/3'],
  ].map(([action, resource = '']) => ({
    action: `elasticloadbalancing:${action}`,
    resource: arn('elasticloadbalancing', resource),
    context: { ...regional, ...tags },
  }));
}

/** Whether a role may make a call, within its boundary and the bucket's policy. */
export function may({ policies, boundary }: Role, request: Request): boolean {
  return allows(policies, request, { resource: bucketPolicy, ...(boundary && { boundary }) });
}

/** Calls by their purpose: by whom, and each that would do it. */
export type Attack = [name: string, role: Role, calls: Request[]];

/** Each call that gets through. */
export function allowedOf([, role, calls]: Attack): string[] {
  return calls.filter((call) => may(role, call)).map(({ action, resource }) => `${action} on ${resource}`);
}
