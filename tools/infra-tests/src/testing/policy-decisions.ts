import { allows, type Policy, type Request } from './iam';
import { bucketPolicy, environmentBoundary } from './roles';

/** A role of aws/platform.yml, on the pipeline bucket. */
export function platformRoleMay(policies: Policy[], request: Request): boolean {
  return allows(policies, request, { resource: bucketPolicy });
}

/** A role of aws/pipeline.yml, on the pipeline bucket. */
export function environmentRoleMay(policies: Policy[], request: Request, bucket = bucketPolicy): boolean {
  return allows(policies, request, { resource: bucket, boundary: environmentBoundary });
}

/** The same policies, each time with one statement or one action less. */
export function weakened(policies: Policy[]): [what: string, policies: Policy[]][] {
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
