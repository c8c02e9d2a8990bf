import { applies } from './testing/iam';
import { consoleOf, initialiser, promoterOf, pruner, publisher, type Role } from './testing/roles';

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
    ['promoter', promoterOf('uat', 'uat'), 'environment:uat'],
    ['pruner', pruner, 'environment:prune'],
    ['initialiser', initialiser, 'environment:init'],
  ];

  test.each(roles)('%s: this repository, in both forms of the subject', (_name, role, claim) => {
    expect(mayAssume(role, `repo:acme/shop:${claim}`)).toBe(true);
    expect(mayAssume(role, `repo:acme@1001/shop@2002:${claim}`)).toBe(true);
  });

  test('the console: containers of this account and region', () => {
    const mayRun = (account: string, arn: string) =>
      consoleOf('prod', 'prod').trust.some((statement) =>
        applies(statement, {
          action: 'sts:AssumeRole',
          resource: '*',
          context: { 'aws:SourceAccount': account, 'aws:SourceArn': arn },
        }),
      );
    const task = (account: string) => `arn:aws:ecs:us-east-1:${account}:task/cluster/1`;
    expect(mayRun('123456789012', task('123456789012'))).toBe(true);
    expect(mayRun('999999999999', task('999999999999'))).toBe(false);
    expect(mayRun('123456789012', 'arn:aws:lambda:us-east-1:123456789012:function:x')).toBe(false);
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
