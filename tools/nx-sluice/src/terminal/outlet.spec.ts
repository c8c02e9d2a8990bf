import { Writable } from 'node:stream';
import { outletTo } from './outlet';
import { createPrinter } from './printer';

it('resolves once the reader has taken everything, and not before', async () => {
  const taken: string[] = [];
  let goOn: () => void = () => undefined;
  const slow = new Writable({
    decodeStrings: false,
    write(text: string, _, done) {
      goOn = () => {
        taken.push(text);
        done();
      };
    },
  });
  const outlet = outletTo(slow);
  outlet.write('one');
  outlet.write('two');
  let isFlushed = false;
  const flushed = outlet.flushed().then(() => (isFlushed = true));
  goOn();
  await new Promise(setImmediate);
  expect({ taken, isFlushed }).toEqual({ taken: ['one'], isFlushed: false });
  goOn();
  await flushed;
  expect(taken).toEqual(['one', 'two']);
});

it('continues quietly when the reader has closed the pipe', async () => {
  const closed = new Writable({
    write: (_, __, done) => done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })),
  });
  const printer = createPrinter({ stdout: outletTo(closed), stderr: outletTo(closed) });
  printer.line('nobody reads this');
  await printer.flushed();
  printer.done('nor this', {});
  await printer.flushed();
  expect(closed.destroyed).toBe(true);
});

it('listens to a stream once, however many copies of the module write to it', () => {
  const stream = new Writable({ write: (_, __, done) => done() });
  for (let times = 0; times < 3; times += 1)
    jest.isolateModules(() => {
      const copy = jest.requireActual<{ outletTo: typeof outletTo }>('./outlet');
      copy.outletTo(stream).write('a line');
    });
  expect(stream.listenerCount('error')).toBe(1);
});

it.each(['reason', 'name'])(
  'prints a hostile %s as data that is the same and as text that does nothing',
  async (key) => {
    const hostile = 'x\n::error::gone\u009b31m\u202e##[debug]\u2028';
    const result = { stdout: '', stderr: '' };
    const outletOf = (name: 'stdout' | 'stderr') => ({
      write: (text: string) => void (result[name] += text),
      flushed: async () => undefined,
    });
    const printer = createPrinter({ json: true, stdout: outletOf('stdout'), stderr: outletOf('stderr') });
    printer.done(hostile, { [key]: hostile, [hostile]: key });
    printer.detail(hostile);
    expect(JSON.parse(result.stdout)).toEqual({ [key]: hostile, [hostile]: key });
    for (const text of [result.stdout, result.stderr])
      expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u202e]|##\[|^\s*::/m);
  },
);
