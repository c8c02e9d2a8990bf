import { type Policy, type Request } from './testing/iam';
import { requestOf, requestsOfCommand } from './testing/recorded-calls';
import { lockedBucketPolicy, promoterOf } from './testing/roles';
import { environmentRoleMay, platformRoleMay } from './testing/policy-decisions';

describe('the bucket', () => {
  const admin: Policy = { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
  const mayAdmin = (request: Request) => platformRoleMay([admin], request);

  test('lets not even an administrator overwrite a commit, delete a version, or leave out TLS', () => {
    const read = requestOf({ action: 's3:GetObject', key: 'sluice/uat.zip' });
    expect(mayAdmin(read)).toBe(true);
    expect(mayAdmin({ ...read, context: { 'aws:SecureTransport': 'false' } })).toBe(false);
    expect(mayAdmin(requestOf({ action: 's3:PutObject', key: 'sluice/<sha>.zip' }))).toBe(false);
    expect(mayAdmin(requestOf({ action: 's3:DeleteObjectVersion', key: 'sluice/uat.zip' }))).toBe(false);
  });
});

describe('a bucket that locks what is rejected', () => {
  const by = (role: string, { context, ...request }: Request, status = 'rejected'): Request => ({
    ...request,
    context: {
      ...context,
      'aws:PrincipalArn': `arn:aws:iam::123456789012:role/sluice-environment/sluice/${role}`,
      's3:ExistingObjectTag/deploy-status': status,
    },
  });
  const { policies } = promoterOf('uat', 'uat');
  const may = (request: Request) => environmentRoleMay(policies, request, lockedBucketPolicy);
  const copy = requestOf({ action: 's3:GetObjectVersion', key: 'sluice/<sha>.zip' });

  test('refuses its copy to a promoter, and no other archive', () => {
    expect(may(by('sluice--uat--promoter', copy))).toBe(false);
    expect(may(by('sluice--uat--promoter', copy, 'tested'))).toBe(true);
    expect(may(copy)).toBe(true);
  });

  test('lets the console compare with it', () => {
    expect(may(by('sluice--uat--console', copy))).toBe(true);
  });

  test.each(['status', 'history', 'reject', 'reject --undo'])('lets a promoter run %s', (command) => {
    const requests = requestsOfCommand('promoter', command).map((request) =>
      by('sluice--uat--promoter', request),
    );
    expect(requests.filter((request) => !may(request))).toEqual([]);
  });

  test('keeps a promoter from comparing with it, too', () => {
    const requests = requestsOfCommand('promoter', 'diff of a rejected commit');
    const refused = requests.filter((request) => !may(by('sluice--uat--promoter', request)));
    expect(refused).toEqual([copy]);
  });
});
