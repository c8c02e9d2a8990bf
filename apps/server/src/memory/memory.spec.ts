import { Memory } from './memory';

let time = 0;
let asked: string[] = [];
const now = () => time;
beforeEach(() => {
  time = 0;
  asked = [];
});

const answering = (answer: string) => async () => {
  asked.push(answer);
  return answer;
};

it('asks once for as long as the answer counts', async () => {
  const memory = new Memory({ now });
  expect(await memory.recall('tag', { answer: 10 }, answering('a'))).toBe('a');
  time = 9;
  expect(await memory.recall('tag', { answer: 10 }, answering('b'))).toBe('a');
  // The one who asks says what is recent enough.
  expect(await memory.recall('tag', { answer: 5 }, answering('c'))).toBe('c');
});

it('asks once for all who ask at the same time, even where the answer counts no longer', async () => {
  const memory = new Memory({ now });
  const answers = await Promise.all(
    ['a', 'b', 'c'].map((answer) => memory.recall('tag', { answer: 0 }, answering(answer))),
  );
  expect(answers).toEqual(['a', 'a', 'a']);
  expect(await memory.recall('tag', { answer: 0 }, answering('d'))).toBe('d');
});

it('lets the answer say how long it counts', async () => {
  const memory = new Memory({ now });
  const lifetime = { answer: (found: string) => (found === 'nothing' ? 0 : Infinity) };
  await memory.recall('version', lifetime, answering('nothing'));
  await memory.recall('version', lifetime, answering('something'));
  time = 1e9;
  expect(await memory.recall('version', lifetime, answering('other'))).toBe('something');
});

it('forgets a failure at once, unless it is to count', async () => {
  const memory = new Memory({ now });
  const failing = () => Promise.reject(new Error('throttled'));
  await expect(memory.recall('runs', { answer: 10 }, failing)).rejects.toThrow('throttled');
  expect(await memory.recall('runs', { answer: 10 }, answering('a'))).toBe('a');
  await expect(memory.recall('others', { answer: 10, failure: 10 }, failing)).rejects.toThrow();
  await expect(memory.recall('others', { answer: 10, failure: 10 }, answering('b'))).rejects.toThrow();
  time = 10;
  expect(await memory.recall('others', { answer: 10, failure: 10 }, answering('b'))).toBe('b');
});

it('does not take the answer to an older question for one that was asked after it was forgotten', async () => {
  const memory = new Memory({ now });
  let answer: (text: string) => void = () => undefined;
  const before = memory.recall(
    'tag',
    { answer: 10 },
    () => new Promise<string>((resolve) => (answer = resolve)),
  );
  memory.forget((question) => question === 'tag');
  expect(await memory.recall('tag', { answer: 10 }, answering('after'))).toBe('after');
  answer('before');
  expect(await before).toBe('before');
  expect(await memory.recall('tag', { answer: 10 }, answering('x'))).toBe('after');
});

it('drops what was unused the longest when there is too much', async () => {
  const memory = new Memory({ now }, 2);
  const ask = (question: string) => memory.recall(question, { answer: Infinity }, answering(question));
  await ask('a');
  await ask('b');
  await ask('a');
  await ask('c');
  asked = [];
  await ask('a');
  await ask('b');
  expect(asked).toEqual(['b']);
});
