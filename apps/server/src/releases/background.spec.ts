import { setImmediate as nextTurn } from 'node:timers/promises';
import { eventually } from '../testing/eventually';
import { Background } from './background';

const items = Array.from({ length: 100 }, (_, index) => index);

it('works through everything, a few at a time', async () => {
  const done: number[] = [];
  let atOnce = 0;
  let most = 0;
  await new Background().each(items, async (item) => {
    most = Math.max(most, (atOnce += 1));
    await Promise.resolve();
    atOnce -= 1;
    done.push(item);
  });
  expect(done.sort((a, b) => a - b)).toEqual(items);
  expect(most).toBeLessThanOrEqual(8);
});

it('ends the round at the first failure, once all that is under way has come back', async () => {
  const started: number[] = [];
  const finish: (() => void)[] = [];
  let outcome: unknown;
  const round = new Background()
    .each(items, (item) => {
      started.push(item);
      if (item === 3) return Promise.reject(new Error('throttled'));
      return new Promise((resolve) => finish.push(resolve));
    })
    .catch((error: unknown) => (outcome = error));
  await eventually(() => (finish.length === 7 ? true : undefined), 'the seven others');
  await nextTurn();
  expect(outcome).toBeUndefined();
  finish.forEach((done) => done());
  await round;
  await nextTurn();
  expect(outcome).toEqual(new Error('throttled'));
  expect(started).toHaveLength(8);
});

it('rests for a while, and then goes on', async () => {
  const background = new Background();
  const started: number[] = [];
  background.rest(30);
  const round = background.each(items, async (item) => void started.push(item));
  await nextTurn();
  expect(started).toEqual([]);
  await round;
  expect(started).toHaveLength(items.length);
});

it('waits for what someone waits for, and begins nothing more once it is closed', async () => {
  const background = new Background();
  let finish: () => void = () => undefined;
  const urgent = background.first(() => new Promise<void>((resolve) => (finish = resolve)));
  const started: number[] = [];
  const round = background.each(items, async (item) => void started.push(item));
  await nextTurn();
  expect(started).toEqual([]);
  background.close();
  finish();
  await Promise.all([urgent, round]);
  expect(started).toEqual([]);
});
