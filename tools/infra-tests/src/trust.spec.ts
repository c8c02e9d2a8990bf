import { applies } from './testing/iam';
import {
  bootstrap,
  consoleOf,
  deployRoleOf,
  promoterOf,
  pruner,
  publisher,
  reader,
  type DeployRole,
  type Role,
} from './testing/roles';

describe('who may take a role on', () => {
  const issuer = 'token.actions.githubusercontent.com';
  const mayAssume = (role: Role, sub: string, claims: Record<string, string> = {}) =>
    role.trust.some((statement) =>
      applies(statement, {
        action: 'sts:AssumeRoleWithWebIdentity',
        resource: '*',
        context: Object.fromEntries(
          Object.entries({ sub, aud: 'sts.amazonaws.com', ...claims }).map(([claim, value]) => [
            `${issuer}:${claim}`,
            value,
          ]),
        ),
      }),
    );
  const roles: [string, Role, string, string][] = [
    ['publisher', publisher, 'environment:stage', 'deploy'],
    ['promoter', promoterOf('uat', 'uat'), 'environment:uat', 'deploy'],
    ['pruner', pruner, 'environment:prune', 'prune'],
    ['bootstrap', bootstrap, 'environment:init', 'init'],
  ];
  const claimsOf = (workflow: string) => ({
    repository_id: '2002',
    ref: 'refs/heads/main',
    job_workflow_ref: `acme/shop/.github/workflows/${workflow}.yml@refs/heads/main`,
  });

  test.each(roles)('%s: this repository, in both forms of the subject', (_name, role, claim) => {
    expect(mayAssume(role, `repo:acme/shop:${claim}`)).toBe(true);
    expect(mayAssume(role, `repo:acme@1001/shop@2002:${claim}`)).toBe(true);
  });

  test.each(roles)('%s: its own workflow on main, where STS tells', (_name, role, claim, workflow) => {
    const sub = `repo:acme/shop:${claim}`;
    const claims = claimsOf(workflow);
    expect(mayAssume(role, sub, claims)).toBe(true);
    const others = [
      // The name is free again when a repository is deleted; its number is not.
      { repository_id: '3' },
      { ref: 'refs/heads/feature' },
      { job_workflow_ref: 'acme/shop/.github/workflows/other.yml@refs/heads/main' },
      { job_workflow_ref: `evil/shop/.github/workflows/${workflow}.yml@refs/heads/main` },
    ];
    expect(others.filter((other) => mayAssume(role, sub, { ...claims, ...other }))).toEqual([]);
  });

  test('reader: Deploy on main, in every environment of this repository', () => {
    const subjects = ['stage', 'prod'].flatMap((name) => [
      `repo:acme/shop:environment:${name}`,
      `repo:acme@1001/shop@2002:environment:${name}`,
    ]);
    expect(subjects.filter((sub) => !mayAssume(reader, sub, claimsOf('deploy')))).toEqual([]);
    const untrusted = [
      'repo:evil/shop:environment:prod',
      'repo:acme/other:environment:prod',
      'repo:acme@1/shop@2002:environment:prod',
      'repo:acme/shop:pull_request',
      'repo:acme/shop:ref:refs/heads/main',
    ];
    expect(untrusted.filter((sub) => mayAssume(reader, sub))).toEqual([]);
    expect(mayAssume(reader, subjects[0]!, claimsOf('other'))).toBe(false);
    expect(mayAssume(reader, subjects[0]!, { ...claimsOf('deploy'), ref: 'refs/heads/feature' })).toBe(false);
    expect(mayAssume(reader, subjects[0]!, { ...claimsOf('deploy'), repository_id: '3' })).toBe(false);
    expect(mayAssume(reader, subjects[0]!, { aud: 'https://github.com/acme' })).toBe(false);
  });

  const services: [DeployRole, string][] = [
    ['AppStackRole', 'cloudformation.amazonaws.com'],
    ['BuildRole', 'codebuild.amazonaws.com'],
    ['EventsRole', 'events.amazonaws.com'],
    ['ExecutionRole', 'ecs-tasks.amazonaws.com'],
    ['FinishRole', 'codebuild.amazonaws.com'],
    ['PipelineRole', 'codepipeline.amazonaws.com'],
    ['TrafficRole', 'ecs.amazonaws.com'],
  ];

  // No document says that CloudFormation sends the account: a role that insists on it may never be taken on.
  test.each(services)('%s: its service, for this account only where the service tells', (name) => {
    const { trust } = deployRoleOf(name, 'uat');
    const may = (context: Record<string, string>) =>
      trust.some((statement) => applies(statement, { action: 'sts:AssumeRole', resource: '*', context }));
    expect(may({})).toBe(true);
    expect(may({ 'aws:SourceAccount': '123456789012' })).toBe(true);
    expect(may({ 'aws:SourceAccount': '999999999999' })).toBe(false);
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
    const untrustedSubjects = [
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
    expect(untrustedSubjects.filter((sub) => mayAssume(role, sub))).toEqual([]);
    expect(mayAssume(role, `repo:acme/shop:${claim}`, { aud: 'https://github.com/acme' })).toBe(false);
  });
});
