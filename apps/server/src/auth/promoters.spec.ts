import { allows, parsePromoters } from './promoters';

const known = ['stage', 'uat', 'prod'];

it('reads addresses, whole domains and accounts, with the environments of each', () => {
  expect(
    parsePromoters(' amy@example.org=uat, prod ; *@ops.example.org=*;deploy-bot=stage; ', known),
  ).toEqual([
    { who: 'amy@example.org', environments: ['uat', 'prod'] },
    { who: '*@ops.example.org', environments: '*' },
    { who: 'deploy-bot', environments: ['stage'] },
  ]);
  expect(parsePromoters('', known)).toEqual([]);
});

it.each([
  ['amy@example.org', 'amy@example.org'],
  ['=uat', '=uat'],
  ['*=uat', '*=uat'],
  ['*@*=uat', '*@*=uat'],
  ['amy@=uat', 'amy@=uat'],
  ['amy@a@b=uat', 'amy@a@b=uat'],
  ['amy@example.org=uat=prod', 'amy@example.org=uat=prod'],
  ['amy example=uat', 'amy example=uat'],
  ['amy@example.org=uat;grace@example.org=mars', 'mars'],
  ['amy@example.org=', ''],
  ['amy@example.org=uat,', ''],
  ['amy@example.org=uat prod', 'uat prod'],
])('refuses %s, naming what is wrong', (text, wrong) => {
  expect(() => parsePromoters(text, known)).toThrow(
    expect.objectContaining({ message: expect.stringContaining(wrong), code: 'invalid-configuration' }),
  );
});

it('lets nobody move anything when nobody is listed', () => {
  expect(allows([], { email: 'amy@example.org', subject: 'amy' }, 'uat', 'store')).toBe(false);
});

it.each([
  ['amy@example.org', { email: 'AMY@example.org', subject: 'x' }, true],
  ['amy@example.org', { email: 'amy@example.org.evil', subject: 'x' }, false],
  // The Kelvin sign, whose lower case is k.
  ['kay@example.org', { email: '\u212aay@example.org', subject: 'x' }, false],
  ['amy@example.org', { email: 'xamy@example.org', subject: 'x' }, false],
  ['amy@example.org', { subject: 'amy@example.org' }, false],
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
  const claims = { email: 'amy@example.org', subject: 'amy' };
  const may = (environments: string[], app: string) =>
    allows([{ who: 'amy@example.org', environments }], claims, 'prod', app);
  expect(may(['store/prod'], 'store')).toBe(true);
  expect(may(['store/prod'], 'admin')).toBe(false);
  expect(may(['store/*'], 'store')).toBe(true);
  expect(may(['store/*'], 'admin')).toBe(false);
  expect(may(['prod'], 'admin')).toBe(true);
});
