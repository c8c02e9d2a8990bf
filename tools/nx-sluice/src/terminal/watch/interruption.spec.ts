import { interruptible } from './interruption';

let time = 0;
let ended: NodeJS.Signals[];
beforeEach(() => {
  time = 5000;
  ended = [];
  jest.spyOn(process, 'kill').mockImplementation((_, signal) => {
    ended.push(signal as NodeJS.Signals);
    return true;
  });
});
afterEach(() => jest.restoreAllMocks());

const interrupt = (signal: NodeJS.Signals, at: number) => {
  time = at;
  process.emit(signal, signal);
};

it.each([
  ['SIGTERM twice, as Nx sends it', ['SIGTERM', 'SIGTERM']],
  ['Ctrl-C on a terminal under Nx', ['SIGINT', 'SIGTERM', 'SIGTERM']],
  ['a terminal that is closed', ['SIGHUP', 'SIGTERM', 'SIGHUP']],
] as [string, NodeJS.Signals[]][])('lets the work end in order after %s', async (_, signals) => {
  const said = await interruptible(
    async (signal) => {
      signals.forEach((one, index) => interrupt(one, 5000 + 10 * index));
      return signal.aborted ? 'the last words' : 'never interrupted';
    },
    () => time,
  );
  expect(said).toBe('the last words');
  expect(ended).toEqual([]);
});

it('ends at once when Ctrl-C is pressed again later', async () => {
  await interruptible(
    async () => {
      interrupt('SIGINT', 5000);
      interrupt('SIGTERM', 5003);
      interrupt('SIGINT', 6000);
    },
    () => time,
  );
  expect(ended).toEqual(['SIGINT']);
});

it('listens no longer than the work lasts, be it that it fails', async () => {
  const listeners = () =>
    (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).map((name) => process.listenerCount(name));
  const before = listeners();
  await expect(
    interruptible(async () => {
      throw new Error('no');
    }),
  ).rejects.toThrow('no');
  expect(listeners()).toEqual(before);
});
