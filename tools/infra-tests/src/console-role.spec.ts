import type { Request } from './testing/iam';
import { requestOf, requestsOf } from './testing/recorded-calls';
import { consoleOf } from './testing/roles';
import { environmentRoleMay } from './testing/policy-decisions';

const promoted = requestsOf('promoter');

describe('the console', () => {
  const reader = consoleOf('prod', 'prod');
  const mover = consoleOf('prod', 'prod', { uat: 'uat' });
  const isRead = ({ action }: Request) => /:(Get|List)/.test(action);

  test('reads what the commands of a promoter read, wherever it runs', () => {
    const reads = promoted.filter(isRead);
    expect(reads.length).toBeGreaterThan(20);
    expect(reads.filter((request) => !environmentRoleMay(reader.policies, request))).toEqual([]);
  });

  test('changes nothing where no environment names it', () => {
    const changes = promoted.filter((request) => !isRead(request));
    expect(changes.length).toBeGreaterThan(4);
    expect(changes.filter((request) => environmentRoleMay(reader.policies, request))).toEqual([]);
  });

  test('does what the promoter does in an environment that names it', () => {
    expect(promoted.filter((request) => !environmentRoleMay(mover.policies, request))).toEqual([]);
  });

  test.each([
    { action: 's3:PutObject', key: 'sluice/<sha>.zip', with: 'If-None-Match' },
    { action: 's3:PutObject', key: 'sluice/client/<sha>.zip', with: 'If-None-Match' },
    // It runs in prod, and prod does not name it.
    { action: 's3:PutObject', key: 'sluice/prod.zip', with: 'If-Match', from: 'sluice/<sha>.zip' },
    { action: 's3:PutObject', key: 'sluice/prod.hold.json' },
    { action: 's3:PutObject', key: 'sluice/latest.zip', with: 'If-Match', from: 'sluice/<sha>.zip' },
    { action: 's3:PutObject', key: 'sluice/uat.zip', with: 'If-Match' },
    { action: 's3:DeleteObject', key: 'sluice/<sha>.zip' },
    { action: 's3:DeleteObject', key: 'sluice/uat.zip' },
    { action: 's3:DeleteObjectVersion', key: 'sluice/uat.zip' },
    { action: 's3:PutBucketPolicy', key: '' },
    { action: 'codepipeline:StartPipelineExecution', pipeline: 'sluice-prod-pipeline' },
    { action: 'codepipeline:PutApprovalResult', pipeline: 'sluice-uat-pipeline' },
  ])('may not $action on $key$pipeline, though it may move uat', (call) => {
    expect(environmentRoleMay(mover.policies, requestOf(call))).toBe(false);
  });

  test('may move its own environment where that names itself', () => {
    const own = consoleOf('prod', 'prod', { prod: 'prod' });
    const move = (tag: string) =>
      requestOf({
        action: 's3:PutObject',
        key: `sluice/${tag}.zip`,
        with: 'If-Match',
        from: 'sluice/<sha>.zip',
      });
    expect(environmentRoleMay(own.policies, move('prod'))).toBe(true);
    expect(environmentRoleMay(own.policies, move('uat'))).toBe(false);
  });
});
