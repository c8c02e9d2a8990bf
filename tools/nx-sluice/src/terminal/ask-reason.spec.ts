import type { EnvironmentSettings } from '@sluice/release';
import { askReason, askRejectionReason, type ReasonRequest } from './ask-reason';

const environment = (name: string, asks: boolean): EnvironmentSettings => ({
  name,
  tag: name,
  pipeline: `${name}-pipeline`,
  requires: [],
  confirm: asks,
});
const environments = [environment('uat', false), environment('prod', true)];
const overridden = { rule: 'freeze', label: 'Freeze', ok: true, isOverridden: true, explanation: 'frozen' };

/** Asks someone who gives these answers in turn, and tells what they read. */
async function asked(request: ReasonRequest, answers: (string | undefined)[], canAsk = true) {
  const questions: string[] = [];
  const ask = async (question: string) => {
    questions.push(question);
    return answers.shift();
  };
  return { reason: await askReason(request, { canAsk: () => canAsk, ask }), questions };
}
const question = 'Reason for the history (press Enter for none): ';

it.each<[string, ReasonRequest]>([
  ['the environment says confirm', { environments }],
  [
    'a rule is overridden',
    { environments: environments.slice(0, 1), gateResults: [overridden], override: 'prod is down' },
  ],
])('asks for a reason where %s', async (_, request) => {
  expect(await asked(request, [' release 4 '])).toEqual({ reason: 'release 4', questions: [question] });
  expect(await asked(request, ['  '])).toEqual({ reason: undefined, questions: [question] });
});

it.each<[string, ReasonRequest, boolean]>([
  ['a reason was given', { environments, reason: 'typed' }, true],
  [
    'nothing asks for care',
    { environments: environments.slice(0, 1), gateResults: [{ ...overridden, isOverridden: undefined }] },
    true,
  ],
  ['--yes was given', { environments, yes: true }, true],
  ['--json was given', { environments, json: true }, true],
  ['nobody is there', { environments }, false],
])('asks nothing where %s', async (_, request, canAsk) => {
  expect(await asked(request, [], canAsk)).toEqual({ reason: request.reason, questions: [] });
});

it('asks again for a reason that the history could not keep whole, saying why', async () => {
  const { reason, questions } = await asked({ environments, override: 'x'.repeat(490) }, [
    'much too long',
    'short',
  ]);
  expect(reason).toBe('short');
  expect(questions[1]).toMatch(
    /^The reason, beside that of the override, is too long for the history: .*Reason for the history/,
  );
});

it('writes nothing when the question is ended', async () => {
  await expect(asked({ environments }, [undefined])).rejects.toMatchObject({ code: 'not-confirmed' });
});

it('asks for the reason of a rejection until there is one that fits', async () => {
  const questions: string[] = [];
  const answers = [' ', 'x'.repeat(300), ' loses data '];
  const ask = async (text: string) => {
    questions.push(text);
    return answers.shift();
  };
  const terminal = { canAsk: () => true, ask };
  expect(await askRejectionReason({}, terminal)).toBe('loses data');
  expect(questions).toEqual([
    'Reason, shown when a promotion is refused: ',
    'A rejection requires a reason. Reason, shown when a promotion is refused: ',
    expect.stringMatching(
      /^The reason is too long for a rejection: .* Reason, shown when a promotion is refused/,
    ),
  ]);
});

it.each([
  ['nobody is there', {}, false],
  ['--json was given', { json: true }, true],
  ['an empty one was given', { reason: ' ' }, true],
])('refuses a rejection without a reason, and asks nothing, where %s', async (_, request, canAsk) => {
  const terminal = { canAsk: () => canAsk, ask: () => Promise.reject(new Error('asked')) };
  await expect(askRejectionReason(request, terminal)).rejects.toMatchObject({ code: 'reason-missing' });
});
