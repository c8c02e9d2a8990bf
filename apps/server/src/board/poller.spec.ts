import { eventually } from '../testing/eventually';
import { StoppedClock } from '../testing/stopped-clock';
import { Poller, type PollResult } from './poller';

const pace = { busy: 1_000, idle: 4_000, failing: 16_000 };

let clock: StoppedClock;
let looks: number;
let next: () => Promise<PollResult<string>>;
let poller: Poller<string>;
beforeEach(() => {
  clock = new StoppedClock();
  looks = 0;
  next = async () => ({ value: 'a', version: 'a', state: 'idle' });
  poller = new Poller({
    clock,
    pace,
    look: () => {
      looks += 1;
      return next();
    },
  });
});
afterEach(() => poller.close());

const seen = (value: string, state: PollResult<string>['state'] = 'idle') => {
  next = async () => ({ value, version: value, state });
};
/** The milliseconds that it sleeps after a look. */
const pause = () => eventually(() => clock.pause, 'the pause after a look');
async function pass(): Promise<number> {
  const ms = await pause();
  clock.pass(ms);
  return ms;
}

it('looks once for all who ask, and less often while nothing changes', async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, () => poller.ask()));
  expect(answers.map(({ value }) => value)).toEqual(Array(20).fill('a'));
  expect(looks).toBe(1);
  poller.listen(() => undefined);
  expect(await pass()).toBe(1_000);
  expect(await pass()).toBe(1_500);
  expect(await pass()).toBe(2_250);
  expect(await pass()).toBe(3_375);
  expect(await pass()).toBe(4_000);
  expect(await pass()).toBe(4_000);
});

it('looks often again when something continues, and tells each listener of each change once', async () => {
  const told: string[] = [];
  poller.listen(({ value }) => told.push(value));
  for (let index = 0; index < 5; index += 1) await pass();
  seen('b', 'busy');
  await pass();
  expect(await pass()).toBe(1_000);
  expect(await pass()).toBe(1_000);
  await pause();
  expect(told).toEqual(['a', 'b']);
});

it('rests as long as it is told to, unless something is written', async () => {
  poller.rest(3_000);
  poller.listen(() => undefined);
  expect(await pass()).toBe(3_000);
  expect(await pass()).toBe(1_500);
  poller.rest(3_000);
  const before = looks;
  poller.kick();
  await eventually(() => (looks > before ? true : undefined), 'a look at once');
});

it('stops when nobody listens, half a minute after the last who asked, and begins again with the next', async () => {
  const leave = poller.listen(() => undefined);
  await pass();
  await pause();
  leave();
  clock.pass(60_000);
  await eventually(() => (clock.isAsleep ? undefined : true), 'the end of looking');
  const before = looks;
  clock.pass(60_000);
  expect(looks).toBe(before);
  expect((await poller.ask()).value).toBe('a');
  expect(looks).toBe(before + 1);
});

it('asks at growing intervals while it fails, explains why to whoever asks, and is itself again at once', async () => {
  next = () => Promise.reject(new Error('out of reach'));
  await expect(poller.ask()).rejects.toThrow('out of reach');
  await expect(poller.ask()).rejects.toThrow('out of reach');
  expect(looks).toBe(1);
  poller.listen(() => undefined);
  expect(await pass()).toBe(2_000);
  expect(await pass()).toBe(4_000);
  expect(await pass()).toBe(8_000);
  expect(await pass()).toBe(16_000);
  expect(await pass()).toBe(16_000);
  seen('back');
  await pass();
  expect(await pause()).toBe(1_000);
  expect((await poller.ask()).value).toBe('back');
});

it('looks at once after a write, and never takes what was seen before it for an answer', async () => {
  await poller.ask();
  await pause();
  let finish: (look: PollResult<string>) => void = () => undefined;
  next = () => new Promise((resolve) => (finish = resolve));
  clock.pass(1_000);
  await eventually(() => (looks === 2 ? true : undefined), 'a look that is slow');
  seen('after');
  poller.kick();
  expect((await poller.ask()).value).toBe('after');
  finish({ value: 'before', version: 'before', state: 'idle' });
  await pause();
  expect((await poller.ask()).value).toBe('after');
});
