import { placeOf } from './testing/container-environment';
import { environmentScope, pipelineScope, platformScopeWith } from './testing/roles';
import { resolve, scopeOf } from './testing/resolve';
import { readTemplate, type Resource } from './testing/template';

type Properties = Record<string, unknown>;

const platform = readTemplate('aws/platform.yml');
const environment = readTemplate('aws/environment.yml');
const pipeline = readTemplate('aws/pipeline.yml');

const ofType = (resources: Record<string, Resource>, type: string) =>
  Object.entries(resources).filter(([, { Type }]) => Type === type);

function inEnvironment(name: string, parameters: Record<string, string> = {}): Properties {
  return resolve(environment.Resources[name]?.Properties, environmentScope('prod', parameters)) as Properties;
}

describe('a version that answers with errors', () => {
  const { DeploymentConfiguration: deployment } = readTemplate('aws/cfn-template.yml').Resources['Service']
    ?.Properties as { DeploymentConfiguration: Properties };

  test('is rolled back by ECS where it does not get healthy, and where the alarm sounds', () => {
    expect(deployment).toMatchObject({
      DeploymentCircuitBreaker: { Enable: true, Rollback: true },
      Alarms: { Enable: true, Rollback: true },
    });
  });

  test('makes the alarm sound that the service names, on the errors of its own target group', () => {
    const { Alarms } = resolve(deployment, pipelineScope('prod', 'prod')) as {
      Alarms: { AlarmNames: string[] };
    };
    expect(inEnvironment('Errors')).toMatchObject({
      AlarmName: Alarms.AlarmNames[0],
      Dimensions: [
        { Name: 'LoadBalancer', Value: 'app/sluice/50dc6c495c0c9188' },
        { Name: 'TargetGroup', Value: 'targetgroup/sluice/73e2d6bc24d8a067' },
      ],
      MetricName: 'HTTPCode_Target_5XX_Count',
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      // No request is no error: an idle environment must not roll back.
      TreatMissingData: 'notBreaching',
    });
  });
});

describe('the strategy of a deployment', () => {
  const shifting = { TrafficShifting: 'true' };
  const serviceWith = (parameters: Record<string, string>, environmentHas: Record<string, string> = {}) => {
    const template = readTemplate('aws/cfn-template.yml');
    const given = { ImageUri: '', Commit: '', Digest: '', Execution: '', ...parameters };
    const scope = scopeOf(template, { ...placeOf('prod', environmentHas), ...given });
    return resolve(template.Resources['Service']?.Properties, scope) as {
      DeploymentConfiguration: Properties;
      LoadBalancers: Properties[];
    };
  };

  test.each([
    ['ROLLING', 100, 200],
    ['RECREATE', 0, 100],
  ])('%s shifts no traffic', (Strategy, least, most) => {
    const { DeploymentConfiguration: deployment, LoadBalancers: balancers } = serviceWith({ Strategy });
    expect(deployment).toMatchObject({
      Strategy: 'ROLLING',
      MinimumHealthyPercent: least,
      MaximumPercent: most,
    });
    expect(deployment).not.toHaveProperty('BakeTimeInMinutes');
    expect(deployment).not.toHaveProperty('CanaryConfiguration');
    expect(balancers).toEqual([expect.not.objectContaining({ AdvancedConfiguration: expect.anything() })]);
  });

  test.each([
    ['BLUE_GREEN', {}],
    ['CANARY', { CanaryConfiguration: { CanaryPercent: 10, CanaryBakeTimeInMinutes: 5 } }],
  ])(
    '%s has ECS change the weights of the rule of the environment, with a role for that',
    (Strategy, more) => {
      const { DeploymentConfiguration: deployment, LoadBalancers: balancers } = serviceWith(
        { Strategy },
        shifting,
      );
      expect(deployment).toMatchObject({ Strategy, BakeTimeInMinutes: 5, ...more });
      expect(deployment).toHaveProperty('CanaryConfiguration' in more ? 'CanaryConfiguration' : 'Strategy');
      expect(balancers).toMatchObject([
        {
          TargetGroupArn: 'targetgroup',
          AdvancedConfiguration: {
            AlternateTargetGroupArn: 'alternatetargetgroup',
            ProductionListenerRule: 'productionrule',
            RoleArn: 'arn:aws:iam::123456789012:role/sluice-environment/sluice/sluice--prod--traffic',
          },
        },
      ]);
    },
  );

  test('that shifts traffic finds one rule for all paths, and an alarm on both target groups', () => {
    expect(inEnvironment('ProductionRule', shifting)).toMatchObject({
      Conditions: [{ PathPatternConfig: { Values: ['/*'] } }],
      Actions: [
        {
          ForwardConfig: {
            TargetGroups: [
              { TargetGroupArn: 'targetgroup', Weight: 100 },
              { TargetGroupArn: 'alternatetargetgroup', Weight: 0 },
            ],
          },
        },
      ],
    });
    expect(inEnvironment('Errors', shifting)['Dimensions']).toHaveLength(1);
    const rules = ofType(environment.Resources, 'AWS::ElasticLoadBalancingV2::ListenerRule');
    expect(rules.map(([name, { Condition }]) => `${name} ${Condition}`)).toEqual([
      'ProductionRule ShiftsTraffic',
      'HealthRule HasSignIn',
      'ApiRule HasSignIn',
    ]);
  });

  test('lets nobody pass without a sign-in but to the health and to badges', () => {
    const rules = ofType(environment.Resources, 'AWS::ElasticLoadBalancingV2::ListenerRule');
    const isOpen = ({ Actions: [first] }: { Actions: { Type: string }[] }) => first?.Type === 'forward';
    const open = rules.filter(
      ([, { Condition, Properties }]) => Condition === 'HasSignIn' && isOpen(Properties as never),
    );
    expect(open.map(([, { Properties }]) => Properties)).toEqual([
      expect.objectContaining({
        Conditions: [
          {
            Field: 'path-pattern',
            PathPatternConfig: { Values: ['/healthz', '/badge/*', '/apps/*/badge/*'] },
          },
        ],
      }),
    ]);
  });

  test('has two target groups that ask for health alike', () => {
    const { TargetGroup: one, AlternateTargetGroup: other } = environment.Resources;
    expect(other?.Properties).toEqual(one?.Properties);
  });
});

describe('logs', () => {
  const groups = ofType(environment.Resources, 'AWS::Logs::LogGroup');

  test.each(groups)('of %s are kept for as long as LogRetentionDays says', (_name, { Properties }) => {
    expect(Properties).toMatchObject({ RetentionInDays: { Ref: 'LogRetentionDays' } });
  });

  test.each(ofType(pipeline.Resources, 'AWS::CodeBuild::Project'))(
    'of the project %s go to such a group, not to one that CodeBuild makes and keeps for ever',
    (_name, { Properties }) => {
      const { LogsConfig: logs } = Properties as {
        LogsConfig?: { CloudWatchLogs: { Status: string; GroupName: unknown } };
      };
      expect(logs?.CloudWatchLogs.Status).toBe('ENABLED');
      const names = groups.map(([, group]) => group.Properties?.['LogGroupName']);
      expect(names).toContainEqual(logs?.CloudWatchLogs.GroupName);
    },
  );
});

describe('the load balancer', () => {
  const attributesOf = (parameters: Record<string, string>) =>
    Object.fromEntries(
      (
        inEnvironment('LoadBalancer', parameters)['LoadBalancerAttributes'] as {
          Key: string;
          Value: string;
        }[]
      ).map(({ Key, Value }) => [Key, Value]),
    );

  test('writes access logs and is protected from deletion where the environment says so', () => {
    expect(attributesOf({})).toMatchObject({
      'access_logs.s3.enabled': 'false',
      'deletion_protection.enabled': 'false',
    });
    expect(attributesOf({ AccessLogs: 'true', DeletionProtection: 'true' })).toMatchObject({
      'access_logs.s3.enabled': 'true',
      'access_logs.s3.bucket': 'logsbucket',
      'deletion_protection.enabled': 'true',
    });
  });

  test('drops headers that are not valid', () => {
    expect(attributesOf({})['routing.http.drop_invalid_header_fields.enabled']).toBe('true');
  });

  test('accepts private addresses only, until somebody names others', () => {
    const { SecurityGroupIngress: rules } = inEnvironment('LoadBalancerGroup') as {
      SecurityGroupIngress: { CidrIp: string; FromPort: number }[];
    };
    expect(rules.map(({ CidrIp, FromPort }) => [CidrIp, FromPort])).toEqual([['10.0.0.0/8', 80]]);
  });
});

describe('the rules of environment.yml', () => {
  /** What CloudFormation says of these parameters before it makes anything. */
  const faultsOf = (parameters: Record<string, string>) => {
    const scope = environmentScope('prod', parameters);
    return Object.values(environment.Rules ?? {}).flatMap(({ RuleCondition, Assertions }) =>
      resolve(RuleCondition, scope)
        ? Assertions.filter(({ Assert }) => !resolve(Assert, scope)).map((one) => one.AssertDescription)
        : [],
    );
  };
  const CertificateArn = 'arn:aws:acm:us-east-1:123456789012:certificate/1';

  test.each<[string, Record<string, string>, RegExp]>([
    ['everybody over HTTP', { IngressCidr: '0.0.0.0/0' }, /must use HTTPS/],
    ['a sign-in over HTTP', { OidcIssuer: 'https://i' }, /Set CertificateArn/],
    ['a sign-in without a client', { OidcIssuer: 'https://i', CertificateArn }, /OidcClientId/],
    ['a sign-in where traffic is shifted', { OidcIssuer: 'https://i', TrafficShifting: 'true' }, /Leave/],
    ['a record without a name', { HostedZoneId: 'Z1' }, /needs HostName/],
  ])('refuse %s', (_what, parameters, message) => {
    expect(faultsOf(parameters)).toContainEqual(expect.stringMatching(message));
  });

  test.each([[{}], [{ IngressCidr: '0.0.0.0/0', CertificateArn }], [{ IngressCidr: '203.0.113.0/24' }]])(
    'accept %j',
    (parameters) => expect(faultsOf(parameters)).toEqual([]),
  );
});

describe('what is kept in S3 and said by topics', () => {
  const bucketWith = (parameters: Record<string, string>) =>
    resolve(platform.Resources['PipelineBucket']?.Properties, platformScopeWith(parameters)) as Properties;

  test('is locked against deletion for as many days as the platform says', () => {
    expect(bucketWith({})).not.toHaveProperty('ObjectLockConfiguration');
    expect(bucketWith({ LockDays: '30' })).toMatchObject({
      ObjectLockEnabled: true,
      ObjectLockConfiguration: { Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: '30' } } },
    });
  });

  test('is encrypted: every topic has the key of the platform, which EventBridge and CloudWatch may use', () => {
    const topics = ofType(environment.Resources, 'AWS::SNS::Topic');
    expect(topics).toHaveLength(1);
    for (const [name] of topics) expect(inEnvironment(name)['KmsMasterKeyId']).toMatch(/^arn:aws:kms:/);
    const { KeyPolicy } = platform.Resources['TopicKey']?.Properties as {
      KeyPolicy: {
        Statement: { Sid: string; Principal: { Service?: string[] }; Action: string | string[] }[];
      };
    };
    expect(KeyPolicy.Statement).toContainEqual(
      expect.objectContaining({
        Principal: { Service: ['events.amazonaws.com', 'cloudwatch.amazonaws.com'] },
        Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      }),
    );
  });
});
