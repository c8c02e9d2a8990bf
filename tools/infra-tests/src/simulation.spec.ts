import { allowedOf, may, type Attack } from './testing/attacks';
import { byAppStore } from './testing/attacks-between-apps';
import { byPullRequest, byThoseWhoMayWrite, neededForCache } from './testing/attacks-on-cache';
import { byBuildOfStage, byPromoter, byTemplateOfStage } from './testing/attacks-from-stage';
import { allows, type Request } from './testing/iam';
import { own } from './testing/own-calls';
import { environmentRoleMay, platformRoleMay } from './testing/policy-decisions';
import { requestsOf, requestsOfReader } from './testing/recorded-calls';
import { readText } from './testing/repository';
import { promoterOf, pruner, publisher, reader } from './testing/roles';
import { requestsOfHandlers, resourceTypesOfStack, stacks } from './testing/stack-permissions';

type Decision = (request: Request) => boolean;

/** Who must be able to make which calls. Other specs say which call it is where one is refused. */
const needed: [who: string, calls: Request[], Decision][] = [
  ['publisher', requestsOf('publisher'), (call) => platformRoleMay(publisher.policies, call)],
  ...(['promoter', 'promoter of prod'] as const).map((name): [string, Request[], Decision] => {
    const environment = name === 'promoter' ? 'uat' : 'prod';
    const { policies } = promoterOf(environment, environment);
    return [`promoter of ${environment}`, requestsOf(name), (call) => environmentRoleMay(policies, call)];
  }),
  ['reader', requestsOfReader(), (call) => platformRoleMay(reader.policies, call)],
  ['pruner', requestsOf('pruner'), (call) => platformRoleMay(pruner.policies, call)],
  ...neededForCache.map(([what, role, calls]): [string, Request[], Decision] => [
    what,
    calls,
    (call) => may(role, call),
  ]),
  ...own.map(([what, role, calls]): [string, Request[], Decision] => [
    `each deployment role ${what}`,
    calls,
    (call) => may(role, call),
  ]),
  ...stacks.map(([name, templates, { policies, boundary }]): [string, Request[], Decision] => [
    name,
    resourceTypesOfStack(templates).flatMap(requestsOfHandlers),
    (call) => allows(policies, call, boundary === undefined ? {} : { boundary }),
  ]),
];

const attacks: [prefix: string, Attack[]][] = [
  ['nobody', [...byTemplateOfStage, ...byBuildOfStage, ...byPromoter]],
  ['of app store no', byAppStore],
  ['in the cache, no', [...byPullRequest, ...byThoseWhoMayWrite]],
];

const rows = {
  needed: needed.map(
    ([who, calls, decision]) => `${who}: ${calls.length} needed, ${calls.filter(decision).length} allowed`,
  ),
  attacks: attacks.flatMap(([prefix, list]) =>
    list.map((attack) => {
      const denied = attack[2].length - allowedOf(attack).length;
      return `${prefix} ${attack[0]}: ${attack[2].length} calls, ${denied} denied`;
    }),
  ),
};

const sum = (lines: string[], at: number) =>
  lines.reduce((total, line) => total + Number(/: (\d+) \w+, (\d+) \w+$/.exec(line)?.[at]), 0);

test('README.md tells how many calls are needed and allowed, and each attack by name', () => {
  const total = `${sum(rows.needed, 1)} calls are needed and ${sum(rows.needed, 2)} allowed; ${rows.attacks.length} attacks make ${sum(rows.attacks, 1)} calls, and ${sum(rows.attacks, 2)} are denied.`;
  const told = [total, ...[...rows.needed, ...rows.attacks].map((row) => `- ${row}`)];
  const [, section = ''] = readText('tools/infra-tests/README.md').split('## The simulation\n');
  const lines = section
    .split(/^## /m)[0]
    ?.split('\n')
    .filter((line) => /^(- |\d)/.test(line));
  expect(lines).toEqual(told);
});
