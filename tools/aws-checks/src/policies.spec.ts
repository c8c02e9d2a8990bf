import { allows, applies, type Policy, type Request } from './testing/iam';
import { requestOf, requestsOf } from './testing/recorded-calls';
import { boundary, bucketPolicy, initialiser, promoterOf, publisher, type Role } from './testing/roles';

const promoter = promoterOf('uat', 'uat');
const published = requestsOf('publisher');
const promoted = requestsOf('promoter');

const mayPublish = (request: Request, policies = publisher.policies) =>
  allows(policies, request, { resource: bucketPolicy });
const mayPromote = (request: Request, policies = promoter.policies) =>
  allows(policies, request, { resource: bucketPolicy, boundary });

/** The same policies, each time with one statement or one action less. */
function weakened(policies: Policy[]): [what: string, policies: Policy[]][] {
  return policies.flatMap((policy, at) =>
    policy.Statement.flatMap((statement, index) => {
      const without = (replacement: typeof policy.Statement) =>
        policies.map((other, i) => (i === at ? { ...policy, Statement: replacement } : other));
      const rest = policy.Statement.filter((_, i) => i !== index);
      const actions = [statement.Action].flat();
      const variants: [string, Policy[]][] = [[`${statement.Sid}`, without(rest)]];
      for (const action of actions) {
        const fewer = { ...statement, Action: actions.filter((other) => other !== action) };
        variants.push([`${statement.Sid}: ${action}`, without([...rest, fewer])]);
      }
      return variants;
    }),
  );
}

describe('the publisher', () => {
  test.each(published.map((request) => [request.action, request.resource, request] as const))(
    'may %s on %s',
    (_action, _resource, request) => expect(mayPublish(request)).toBe(true),
  );

  test.each(weakened(publisher.policies))('needs %s', (_what, policies) => {
    expect(published.filter((request) => !mayPublish(request, policies))).not.toEqual([]);
  });

  test.each([
    { action: 's3:PutObject', key: 'sluice/uat.zip', with: 'If-Match' },
    { action: 's3:PutObject', key: 'sluice/prod.zip', with: 'If-Match' },
    { action: 's3:PutObject', key: 'sluice/latest.hold.json' },
    { action: 's3:DeleteObject', key: 'sluice/latest.hold.json' },
    { action: 's3:PutObject', key: 'sluice/<sha>.zip' },
    { action: 's3:PutObject', key: 'sluice/<sha>.zip', with: 'If-Match' },
    { action: 's3:PutObject', key: 'sluice/client/<sha>.zip' },
    { action: 's3:PutObject', key: 'other/<sha>.zip', with: 'If-None-Match' },
    { action: 's3:DeleteObject', key: 'sluice/<sha>.zip' },
    { action: 's3:DeleteObjectVersion', key: 'sluice/latest.zip' },
    { action: 's3:PutObjectTagging', key: 'sluice/<sha>.zip' },
    { action: 's3:PutBucketVersioning', key: '' },
    { action: 's3:PutBucketPolicy', key: '' },
    { action: 's3:PutLifecycleConfiguration', key: '' },
    { action: 'codepipeline:StartPipelineExecution', pipeline: 'sluice-prod-pipeline' },
  ])('may not $action on $key$pipeline with $with', (call) => {
    expect(mayPublish(requestOf(call))).toBe(false);
  });
});

describe('the promoter of uat', () => {
  test.each(promoted.map((request) => [request.action, request.resource, request] as const))(
    'may %s on %s',
    (_action, _resource, request) => expect(mayPromote(request)).toBe(true),
  );

  test.each(weakened(promoter.policies))('needs %s', (_what, policies) => {
    expect(promoted.filter((request) => !mayPromote(request, policies))).not.toEqual([]);
  });

  test.each([
    { action: 's3:PutObject', key: 'sluice/<sha>.zip', with: 'If-None-Match' },
    { action: 's3:PutObject', key: 'sluice/client/<sha>.zip', with: 'If-None-Match' },
    { action: 's3:PutObject', key: 'sluice/prod.zip', with: 'If-Match' },
    { action: 's3:PutObject', key: 'sluice/latest.zip', with: 'If-Match' },
    { action: 's3:PutObject', key: 'sluice/prod.hold.json' },
    { action: 's3:DeleteObject', key: 'sluice/uat.zip' },
    { action: 's3:DeleteObject', key: 'sluice/prod.hold.json' },
    { action: 's3:PutObjectTagging', key: 'sluice/prod.zip' },
    { action: 's3:DeleteObjectVersion', key: 'sluice/uat.zip' },
    { action: 's3:PutBucketPolicy', key: '' },
    { action: 'codepipeline:StartPipelineExecution', pipeline: 'sluice-prod-pipeline' },
    { action: 'codepipeline:UpdatePipeline', pipeline: 'sluice-uat-pipeline' },
  ])('may not $action on $key$pipeline', (call) => {
    expect(mayPromote(requestOf(call))).toBe(false);
  });

  test('cannot write a commit even if its own policy said so, because of the boundary', () => {
    const everything: Policy = { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
    const write = requestOf({ action: 's3:PutObject', key: 'sluice/<sha>.zip', with: 'If-None-Match' });
    expect(mayPromote(write, [everything])).toBe(false);
    expect(mayPromote({ action: 'iam:CreateUser', resource: '*' }, [everything])).toBe(false);
  });
});

describe('the bucket', () => {
  const admin: Policy = { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
  const mayAdmin = (request: Request) => allows([admin], request, { resource: bucketPolicy });

  test('lets not even an administrator overwrite a commit, delete a version, or leave out TLS', () => {
    const read = requestOf({ action: 's3:GetObject', key: 'sluice/uat.zip' });
    expect(mayAdmin(read)).toBe(true);
    expect(mayAdmin({ ...read, context: { 'aws:SecureTransport': 'false' } })).toBe(false);
    expect(mayAdmin(requestOf({ action: 's3:PutObject', key: 'sluice/<sha>.zip' }))).toBe(false);
    expect(mayAdmin(requestOf({ action: 's3:DeleteObjectVersion', key: 'sluice/uat.zip' }))).toBe(false);
  });
});

describe('who may take a role on', () => {
  const issuer = 'token.actions.githubusercontent.com';
  const mayAssume = (role: Role, sub: string, aud = 'sts.amazonaws.com') =>
    role.trust.some((statement) =>
      applies(statement, {
        action: 'sts:AssumeRoleWithWebIdentity',
        resource: '*',
        context: { [`${issuer}:sub`]: sub, [`${issuer}:aud`]: aud },
      }),
    );
  const roles: [string, Role, string][] = [
    ['publisher', publisher, 'ref:refs/heads/main'],
    ['promoter', promoter, 'environment:uat'],
    ['initialiser', initialiser, 'environment:init'],
  ];

  test.each(roles)('%s: this repository, in both forms of the subject', (_name, role, claim) => {
    expect(mayAssume(role, `repo:acme/shop:${claim}`)).toBe(true);
    expect(mayAssume(role, `repo:acme@1001/shop@2002:${claim}`)).toBe(true);
  });

  test.each(roles)('%s: nobody else', (_name, role, claim) => {
    const strangers = [
      `repo:evil/shop:${claim}`,
      `repo:acme/other:${claim}`,
      `repo:acme@1/shop@2002:${claim}`,
      `repo:acme@1001/shop@2:${claim}`,
      `repo:acme/shop:${claim}:x`,
      'repo:acme/shop:pull_request',
      'repo:acme/shop:ref:refs/heads/feature',
      'repo:acme/shop:environment:prod',
      'repo:acme/shop:*',
    ];
    expect(strangers.filter((sub) => mayAssume(role, sub))).toEqual([]);
    expect(mayAssume(role, `repo:acme/shop:${claim}`, 'https://github.com/acme')).toBe(false);
  });
});
