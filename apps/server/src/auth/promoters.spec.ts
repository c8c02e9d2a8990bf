import { allows, parsePromoters } from './promoters';

const known = ['stage', 'uat', 'prod'];

it('reads addresses, whole domains and accounts, with the environments of each', () => {
  expect(
    parsePromoters(' ada@example.org=uat, prod ; *@ops.example.org=*;deploy-bot=stage; ', known),
  ).toEqual([
    { who: 'ada@example.org', environments: ['uat', 'prod'] },
    { who: '*@ops.example.org', environments: '*' },
    { who: 'deploy-bot', environments: ['stage'] },
  ]);
  expect(parsePromoters('', known)).toEqual([]);
});

it.each([
  ['ada@example.org', 'ada@example.org'],
  ['=uat', '=uat'],
  ['*=uat', '*=uat'],
  ['*@*=uat', '*@*=uat'],
  ['ada@=uat', 'ada@=uat'],
  ['ada@a@b=uat', 'ada@a@b=uat'],
  ['ada@example.org=uat=prod', 'ada@example.org=uat=prod'],
  ['ada example=uat', 'ada example=uat'],
  ['ada@example.org=uat;grace@example.org=mars', 'mars'],
  ['ada@example.org=', ''],
  ['ada@example.org=uat,', ''],
  ['ada@example.org=uat prod', 'uat prod'],
])('refuses %s, naming what is wrong', (text, wrong) => {
  expect(() => parsePromoters(text, known)).toThrow(
    expect.objectContaining({ message: expect.stringContaining(wrong), code: 'invalid-configuration' }),
  );
});

it('lets nobody move anything when nobody is listed', () => {
  expect(allows([], { email: 'ada@example.org', subject: 'ada' }, 'uat', 'store')).toBe(false);
});

it.each([
  ['ada@example.org', { email: 'ADA@example.org', subject: 'x' }, true],
  ['ada@example.org', { email: 'ada@example.org.evil', subject: 'x' }, false],
  // The Kelvin sign, whose lower case is k.
  ['kay@example.org', { email: '\u212aay@example.org', subject: 'x' }, false],
  ['ada@example.org', { email: 'xada@example.org', subject: 'x' }, false],
  ['ada@example.org', { subject: 'ada@example.org' }, false],
  ['*@example.org', { email: 'a@sub.example.org', subject: 'x' }, false],
  ['*@example.org', { subject: 'x@example.org' }, false],
  ['bot', { email: 'bot', subject: 'x' }, false],
  ['bot', { subject: 'bot' }, true],
  ['bot', { subject: 'BOT' }, false],
])('takes %s for %j: %s', (who, claims, expected) => {
  expect(allows([{ who, environments: ['uat'] }], claims, 'uat', 'store')).toBe(expected);
  expect(allows([{ who, environments: ['uat'] }], claims, 'prod', 'store')).toBe(false);
  expect(allows([{ who, environments: '*' }], claims, 'prod', 'store')).toBe(expected);
});

it('lets a promoter of one app move no environment of another', () => {
  const claims = { email: 'ada@example.org', subject: 'ada' };
  const may = (environments: string[], app: string) =>
    allows([{ who: 'ada@example.org', environments }], claims, 'prod', app);
  expect(may(['store/prod'], 'store')).toBe(true);
  expect(may(['store/prod'], 'admin')).toBe(false);
  expect(may(['store/*'], 'store')).toBe(true);
  expect(may(['store/*'], 'admin')).toBe(false);
  expect(may(['prod'], 'admin')).toBe(true);
});
