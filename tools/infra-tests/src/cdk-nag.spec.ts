import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inRepository, templates } from './testing/repository';

/** 190 MB of packages for one test: CI puts them into a folder of its own, and names it here. */
const folder = process.env.SLUICE_CDK_NAG ?? '';
const isThere = existsSync(join(folder, 'node_modules/cdk-nag'));

const limited = 'its names end in the app, the environment or a tag, which attacks.spec.ts tries';

/** What cdk-nag finds and why it stays: the resources by template and rule. */
const explained: Record<string, Record<string, [resources: string[], because: string]>> = {
  'aws/platform.yml': {
    IAM5: [
      ['CacheMain', 'CachePullRequests'],
      'its keys are below a prefix, which attacks-on-cache.ts tries',
    ],
  },
  'aws/app.yml': {
    IAM5: [
      [
        ...['Bootstrap', 'DeployBoundary', 'EnvironmentBoundary', 'EnvironmentStackRole'],
        ...['Pruner', 'Publish', 'Reader'],
      ],
      limited,
    ],
  },
  'aws/environment.yml': {
    EC23: [
      ['LoadBalancerGroup'],
      'the rule fails on a parameter; everybody may reach it over HTTPS only (Rules)',
    ],
    EC27: [['ContainerGroup', 'LoadBalancerGroup'], 'the rule fails on a parameter'],
    ECS4: [['Cluster'], 'Container Insights costs by the metric; an app switches it on by itself'],
    ELB2: [['LoadBalancer'], 'AccessLogs switches them on'],
    IAM5: [['ExecutionRole', 'TrafficRole'], limited],
    SQS3: [
      ['LostEvents'],
      'it is a dead letter queue; the rule does not see that an EventBridge rule has it',
    ],
  },
  'aws/pipeline.yml': {
    CB4: [['Build', 'Finish'], 'artifacts are encrypted by S3, and live for 30 days'],
    IAM5: [['AppStackRole', 'BuildRole', 'FinishRole', 'PipelineRole', 'Read', 'ReadSource'], limited],
    S1: [['Artifacts'], 'only the pipeline reads and writes it, and CodePipeline keeps the history'],
  },
  'aws/cfn-template.yml': {
    ECS2: [['TaskDefinition'], 'no secret is among the variables: Secrets are for those'],
  },
};

const run = () => {
  const output = mkdtempSync(join(tmpdir(), 'sluice-nag-'));
  try {
    const script = join(__dirname, 'testing/nag.cjs');
    const args = [script, folder, output, ...templates.map((template) => inRepository(template))];
    const { stdout, stderr, status } = spawnSync(process.execPath, args, {
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
    });
    if (status !== 0) throw new Error(stdout + stderr);
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as [string, string, string][];
  } finally {
    rmSync(output, { recursive: true, force: true });
  }
};

const isRequired = process.env.SLUICE_CHECKS_REQUIRED === 'true';
const title =
  isThere || isRequired ? 'cdk-nag' : 'cdk-nag (skipped: SLUICE_CDK_NAG names no folder that has it)';

(isThere || isRequired ? test : test.skip)(
  `${title} finds nothing that is not explained`,
  () => {
    const expected = Object.entries(explained).flatMap(([template, rules]) =>
      Object.entries(rules).flatMap(([rule, [resources]]) =>
        resources.map((resource) => `${template} ${rule} ${resource}`),
      ),
    );
    const found = new Set(run().map((finding) => finding.join(' ')));
    expect([...found].sort()).toEqual(expected.sort());
  },
  300_000,
);
