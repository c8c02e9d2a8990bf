import { allowedOf, may } from './testing/attacks';
import { byPullRequest, byThoseWhoMayWrite, neededForCache } from './testing/attacks-on-cache';
import { applies } from './testing/iam';
import { resolve } from './testing/resolve';
import { cacheOfMain, cacheOfPullRequests, platformScopeWith, type Role } from './testing/roles';
import { readTemplate } from './testing/template';

test.each(neededForCache)('%s', (_, role, calls) => {
  expect(calls.filter((call) => !may(role, call))).toEqual([]);
});

test.each([...byPullRequest, ...byThoseWhoMayWrite])('no %s', (...attack) => {
  expect(allowedOf(attack)).toEqual([]);
});

describe('who may take a role of the cache on', () => {
  const issuer = 'token.actions.githubusercontent.com';
  const mayAssume = (role: Role, claims: Record<string, string>, session = 'main') =>
    role.trust.some((statement) =>
      applies(statement, {
        action: 'sts:AssumeRoleWithWebIdentity',
        resource: '*',
        context: {
          'sts:RoleSessionName': session,
          ...Object.fromEntries(
            Object.entries({ aud: 'sts.amazonaws.com', repository_id: '2002', ...claims }).map(
              ([claim, value]) => [`${issuer}:${claim}`, value],
            ),
          ),
        },
      }),
    );
  const workflow = (name: string, ref: string) => `acme/shop/.github/workflows/${name}.yml@${ref}`;
  const push = (sub = 'repo:acme/shop:ref:refs/heads/main') => ({
    sub,
    ref: 'refs/heads/main',
    job_workflow_ref: workflow('ci', 'refs/heads/main'),
  });
  const pull = (number: string, sub = 'repo:acme/shop:pull_request') => ({
    sub,
    ref: `refs/pull/${number}/merge`,
    job_workflow_ref: workflow('ci', `refs/pull/${number}/merge`),
  });

  test('CI on main, in both forms of the subject', () => {
    expect(mayAssume(cacheOfMain, push())).toBe(true);
    expect(mayAssume(cacheOfMain, push('repo:acme@1001/shop@2002:ref:refs/heads/main'))).toBe(true);
  });

  test.each([
    ['a pull request', pull('12')],
    ['a push to another branch', { ...push('repo:acme/shop:ref:refs/heads/x'), ref: 'refs/heads/x' }],
    // It runs with the ref of main, and with code of a fork if it checks that out.
    ['pull_request_target', { ...push(), job_workflow_ref: workflow('label', 'refs/heads/main') }],
    ['a repository that took the name', { ...push(), repository_id: '3' }],
    ['a fork', push('repo:evil/shop:ref:refs/heads/main')],
    ['a job of an environment', push('repo:acme/shop:environment:stage')],
  ])('the role of main is not for %s', (_, claims) => {
    expect(mayAssume(cacheOfMain, claims)).toBe(false);
  });

  test('CI of a pull request, in both forms of the subject, under its own number', () => {
    expect(mayAssume(cacheOfPullRequests, pull('12'), '12')).toBe(true);
    expect(mayAssume(cacheOfPullRequests, pull('12', 'repo:acme@1001/shop@2002:pull_request'), '12')).toBe(
      true,
    );
  });

  test.each([
    ['a pull request that takes the number of another one', pull('12'), '13'],
    ['a pull request under a part of its number', pull('123'), '12'],
    ['a push', push(), 'main'],
    ['a fork, whose subject is another', pull('12', 'repo:evil/shop:pull_request'), '12'],
    ['a repository that took the name', { ...pull('12'), repository_id: '3' }, '12'],
  ])('the role of pull requests is not for %s', (_, claims, session) => {
    expect(mayAssume(cacheOfPullRequests, claims, session)).toBe(false);
  });

  // Without the ref, the number of a pull request would be what it says of itself.
  test('the role of pull requests is not for a token whose ref STS does not pass on', () => {
    expect(mayAssume(cacheOfPullRequests, { sub: 'repo:acme/shop:pull_request' }, '12')).toBe(false);
  });
});

test('entries expire after 30 days in main and 7 in pull requests, and no rule else deletes what is current', () => {
  const { PipelineBucket } = readTemplate('aws/platform.yml').Resources;
  const properties = resolve(PipelineBucket?.Properties, platformScopeWith({})) as {
    LifecycleConfiguration: { Rules: { Prefix?: string; ExpirationInDays?: number }[] };
  };
  const expiring = properties.LifecycleConfiguration.Rules.filter(
    (rule) => rule.ExpirationInDays !== undefined,
  );
  expect(expiring.map(({ Prefix, ExpirationInDays }) => [Prefix, ExpirationInDays])).toEqual([
    ['cache/main/', 30],
    ['cache/pr/', 7],
  ]);
});
