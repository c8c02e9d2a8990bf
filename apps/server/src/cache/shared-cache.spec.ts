import { Memory } from './shared-cache';

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
  const memory = new Memory({ now }, { answers: 2, items: 100 });
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

it('drops long lists sooner, and counts one that is forgotten or asked again no more', async () => {
  const memory = new Memory({ now }, { answers: 100, items: 10 });
  const ask = (question: string, items: number, lifetime = Infinity) =>
    memory.recall(question, { answer: lifetime }, async () => {
      asked.push(question);
      return Array<number>(items).fill(0);
    });
  const askAgain = async (...questions: string[]) => {
    asked = [];
    for (const question of questions) await ask(question, 4);
    return asked;
  };
  await ask('a', 4);
  await ask('b', 4);
  await ask('b', 4, 0);
  expect(await askAgain('a', 'b')).toEqual([]);
  memory.forget((question) => question === 'b');
  await ask('c', 6);
  expect(await askAgain('a')).toEqual([]);
  await ask('d', 4);
  // The longest unused was enough to make room.
  expect(await askAgain('a', 'd')).toEqual([]);
  expect(await askAgain('c')).toEqual(['c']);
});
