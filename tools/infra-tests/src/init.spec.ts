import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contexts } from './testing/contexts';
import { allows } from './testing/iam';
import { requestsOfInit } from './testing/init-calls';
import { bootstrap } from './testing/roles';
import { Runner } from './testing/runner';
import { readTemplate } from './testing/template';
import { readWorkflow } from './testing/workflow';

const init = readWorkflow('.github/workflows/init.yml');
const all = {
  app: 'sluice',
  environment: 'prod',
  tag: 'prod',
  network: '',
  ingress_cidr: '',
  certificate_arn: '',
  host_name: '',
  hosted_zone_id: '',
  notify_email: '',
  promoting_console: '',
};

/** CloudFormation and Secrets Manager: the states of stacks from a file, and what was asked into another. */
const aws = `
  printf '%s\\n' "$*" >> "$STAND_IN/asked"
  case "$1 $2" in
    'cloudformation describe-stacks')
      state=$(sed -n "s/^$4=//p" "$STAND_IN/states")
      if [[ -z $state ]]; then echo "An error occurred (ValidationError) when calling the DescribeStacks operation: Stack with id $4 does not exist" >&2; exit 254; fi
      if [[ $state == refused ]]; then echo 'An error occurred (AccessDenied) when calling the DescribeStacks operation: no' >&2; exit 254; fi
      echo "$state" ;;
    'secretsmanager describe-secret') echo '{"VersionIdsToStages":{"old":["AWSPREVIOUS"],"new":["AWSCURRENT"]}}' ;;
  esac`;

let runner: Runner;
beforeAll(() => {
  runner = new Runner();
  runner.standIn('aws', aws);
});
afterAll(() => runner.remove());
beforeEach(() => {
  writeFileSync(join(runner.folder, 'asked'), '');
  writeFileSync(join(runner.folder, 'states'), '');
});

const step = (name: string, inputs: object = {}) =>
  runner.run(init, 'init', name, contexts({}, { ...all, ...inputs }), { STAND_IN: runner.folder });
const asked = () => readFileSync(join(runner.folder, 'asked'), 'utf8').split('\n').filter(Boolean);
const changes = () => asked().filter((line) => !line.includes('describe-'));

describe('a state that Init finds', () => {
  const find = (...states: string[]) =>
    writeFileSync(join(runner.folder, 'states'), states.map((line) => `${line}\n`).join(''));

  test('is left alone where stacks are sound, being changed, or not there', async () => {
    find('sluice-Environment-prod=UPDATE_COMPLETE', 'sluice-Pipeline-prod=UPDATE_IN_PROGRESS');
    expect(await step('Leave a failed state')).toMatchObject({ status: 0 });
    expect(asked()).toHaveLength(3);
  });

  test.each(['ROLLBACK_COMPLETE', 'ROLLBACK_FAILED', 'CREATE_FAILED'])(
    'is left by deleting what never came to be: %s',
    async (state) => {
      find(`sluice-App-prod=${state}`);
      expect(await step('Leave a failed state')).toMatchObject({ status: 0 });
      expect(changes()).toEqual([
        'cloudformation delete-stack --stack-name sluice-App-prod',
        'cloudformation wait stack-delete-complete --stack-name sluice-App-prod',
      ]);
    },
  );

  test('is left without deleting anything where a rollback stopped halfway', async () => {
    find('sluice-App-prod=UPDATE_ROLLBACK_FAILED');
    expect(await step('Leave a failed state')).toMatchObject({ status: 0 });
    expect(changes()).toEqual([
      'cloudformation continue-update-rollback --stack-name sluice-App-prod',
      'cloudformation wait stack-rollback-complete --stack-name sluice-App-prod',
    ]);
  });

  test('ends the run where nobody may say what it is', async () => {
    find('sluice-Environment-prod=refused');
    const outcome = await step('Leave a failed state');
    expect(outcome.status).toBe(1);
    expect(outcome.output).toContain('::error::An error occurred (AccessDenied)');
    expect(changes()).toEqual([]);
  });
});

describe('the stacks that Init deploys', () => {
  /** The parameters of the two deployments, in the order given; of one that is given twice the last counts. */
  const deployed = async (inputs: object = {}) => {
    expect(await step('Deploy the stacks', inputs)).toMatchObject({ status: 0 });
    return asked()
      .filter((line) => line.startsWith('cloudformation deploy'))
      .map((line) => {
        const [options = '', given = ''] = line.split(' --parameter-overrides ');
        return {
          options,
          given: Object.fromEntries(given.split(' ').map((one) => one.split(/=(.*)/s) as [string, string])),
        };
      });
  };

  test('are the environment and then its pipeline, with the tags that the roles go by', async () => {
    const [environment, pipeline] = await deployed();
    expect(environment?.options).toContain(
      '--stack-name sluice-Environment-prod --template-file aws/environment.yml',
    );
    expect(pipeline?.options).toContain('--stack-name sluice-Pipeline-prod --template-file aws/pipeline.yml');
    for (const stack of [environment, pipeline])
      expect(stack?.options).toContain('--tags sluice:app=sluice sluice:environment=prod');
    expect(environment?.given).toEqual({ App: 'sluice', Environment: 'prod' });
    expect(pipeline?.given).toEqual({
      App: 'sluice',
      Environment: 'prod',
      Tag: 'prod',
      Repository: '/sluice/apps/sluice/repository',
      SubjectWithIds: '/sluice/apps/sluice/subject-with-ids',
      RepositoryId: '/sluice/apps/sluice/repository-id',
      Branch: '/sluice/apps/sluice/branch',
    });
    expect(changes().filter((line) => line.includes('--enable-termination-protection'))).toHaveLength(2);
  });

  test('are given what the inputs say, and a hyphen takes it back', async () => {
    const [environment, pipeline] = await deployed({
      network: '/sluice/networks/prod',
      certificate_arn: '-',
      host_name: 'shop.example.org',
      ingress_cidr: '-',
      promoting_console: 'prod',
    });
    expect(environment?.given).toMatchObject({
      VpcId: '/sluice/networks/prod/vpc-id',
      SubnetIds: '/sluice/networks/prod/subnet-ids',
      CertificateArn: '',
      HostName: 'shop.example.org',
      IngressCidr: '10.0.0.0/8',
    });
    expect(pipeline?.given).toMatchObject({ PromotingConsole: 'prod' });
  });

  test('are given what the file of the environment says, and the current version of its secret', async () => {
    const Parameters = {
      ...{ OidcSecret: 'console', LogRetentionDays: 90, DeletionProtection: 'true' },
      LargeArchives: 'true',
    };
    writeFileSync(join(runner.clone, 'aws/environment-prod.json'), JSON.stringify({ Parameters }));
    const [environment, pipeline] = await deployed();
    expect(environment?.given).toMatchObject({
      OidcSecret: 'console',
      DeletionProtection: 'true',
      OidcSecretVersion: 'new',
      LogRetentionDays: '90',
    });
    expect(pipeline?.given).toMatchObject({ LargeArchives: 'true' });
  });

  test('know every parameter that they are given', async () => {
    const inputs = {
      network: '/n',
      ingress_cidr: '1.2.3.0/24',
      certificate_arn: 'c',
      host_name: 'h',
      hosted_zone_id: 'z',
      notify_email: 'a@b',
      promoting_console: 'prod',
    };
    const [environment, pipeline] = await deployed(inputs);
    const known = (template: string) =>
      expect.arrayContaining(
        Object.keys(template === 'e' ? (environment?.given ?? {}) : (pipeline?.given ?? {})),
      );
    expect(Object.keys(readTemplate('aws/environment.yml').Parameters)).toEqual(known('e'));
    expect(Object.keys(readTemplate('aws/pipeline.yml').Parameters)).toEqual(known('p'));
  });
});

test('the role of Init may make every call that its steps make, in whatever state they find the stacks', async () => {
  const inputs = { network: '/sluice/networks/prod' };
  const Parameters = { OidcSecret: 'console' };
  writeFileSync(join(runner.clone, 'aws/environment-prod.json'), JSON.stringify({ Parameters }));
  for (const kind of ['Environment', 'Pipeline', 'App']) {
    for (const state of ['ROLLBACK_COMPLETE', 'UPDATE_ROLLBACK_FAILED']) {
      writeFileSync(join(runner.folder, 'states'), `sluice-${kind}-prod=${state}\n`);
      expect(await step('Leave a failed state')).toMatchObject({ status: 0 });
    }
  }
  expect(await step('Deploy the stacks', inputs)).toMatchObject({ status: 0 });
  expect(await step('Summary')).toMatchObject({ status: 0 });
  // Its ARN as testing/resolve.ts has it.
  const stackRole = 'arn:aws:iam:us-east-1:123456789012:environmentstackrole';
  const requests = asked().flatMap((line) => requestsOfInit(line, stackRole));
  expect(new Set(requests.map(({ action }) => action)).size).toBe(10);
  const refused = requests.filter((request) => !allows(bootstrap.policies, request));
  expect(refused.map(({ action, resource }) => `${action} on ${resource}`)).toEqual([]);
});

test.each([
  ['us-east-1', 'us-east-1.console.aws.amazon.com'],
  ['us-gov-west-1', 'us-gov-west-1.console.amazonaws-us-gov.com'],
  ['cn-north-1', 'cn-north-1.console.amazonaws.cn'],
])('the summary links into the console of the partition: %s', async (region, host) => {
  writeFileSync(
    join(runner.folder, 'states'),
    'sluice-Pipeline-prod=arn\nsluice-Environment-prod=http://x\n',
  );
  runner.newJob();
  const outcome = await runner.run(init, 'init', 'Summary', contexts({}, all), {
    STAND_IN: runner.folder,
    AWS_REGION: region,
  });
  expect(outcome).toMatchObject({ status: 0 });
  expect(runner.summary).toContain(
    `https://${host}/codesuite/codepipeline/pipelines/sluice-prod-pipeline/view`,
  );
});
