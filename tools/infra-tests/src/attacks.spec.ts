import { allowedOf, may } from './testing/attacks';
import { byAppStore, webPipeline } from './testing/attacks-between-apps';
import { byBuildOfStage, byPromoter, byTemplateOfStage, stage } from './testing/attacks-from-stage';
import type { Policy } from './testing/iam';
import { consoleOf } from './testing/roles';

test.each([...byTemplateOfStage, ...byBuildOfStage, ...byPromoter])('nobody %s', (...attack) => {
  expect(allowedOf(attack)).toEqual([]);
});

test.each(byAppStore)('of app store no %s', (...attack) => {
  expect(allowedOf(attack)).toEqual([]);
});

test('no role of a deployment can do more than its boundary, even one that allows itself everything', () => {
  const everything: Policy = { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
  const { boundary } = stage('BuildRole');
  const beyond = [
    'iam:CreateRole',
    'iam:PutRolePolicy',
    'sts:AssumeRole',
    'ec2:CreateSecurityGroup',
    'elasticloadbalancing:ModifyListener',
  ];
  const done = beyond.filter((action) =>
    may({ policies: [everything], trust: [], ...(boundary && { boundary }) }, { action, resource: '*' }),
  );
  expect(done).toEqual([]);
});

test('the console reads its own app and no other', () => {
  expect(may(consoleOf('prod', 'prod'), webPipeline('GetPipelineState'))).toBe(false);
});
