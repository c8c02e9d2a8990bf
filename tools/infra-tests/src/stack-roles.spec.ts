import { permissionsFor, requestsFor, resourceTypesOf } from './testing/handlers';
import { allows, type Limits } from './testing/iam';
import { requestsOfHandlers, resourceTypesOfStack, stacks, unused } from './testing/stack-permissions';

describe.each(stacks)('%s', (_name, templates, { policies, boundary }) => {
  const types = resourceTypesOfStack(templates);
  const limits: Limits = boundary === undefined ? {} : { boundary };

  test.each(types)('may do what the handlers of %s do', (type) => {
    const missing = requestsOfHandlers(type).filter((request) => !allows(policies, request, limits));
    expect(missing.map(({ action, resource }) => `${action} on ${resource}`)).toEqual([]);
  });

  test('has no statement on a resource for an action that takes none', () => {
    const statements = policies.flatMap((policy) => policy.Statement);
    const dead = types
      .flatMap((type) => permissionsFor(type).flatMap((permission) => requestsFor(permission, type)))
      .filter(({ resource }) => resource === '*')
      .filter(({ action }) =>
        statements.some(
          ({ Action, Resource }) => [Action].flat().includes(action) && ![Resource].flat().includes('*'),
        ),
      );
    expect(dead.map(({ action }) => action)).toEqual([]);
  });
});

test('nothing is called unused that no handler asks for', () => {
  const asked = stacks.flatMap(([, templates]) => templates.flatMap(resourceTypesOf)).flatMap(permissionsFor);
  const stale = unused.filter(([pattern]) => !asked.some((permission) => pattern.test(permission)));
  expect(stale.map(([pattern]) => String(pattern))).toEqual([]);
});
