const fs = require('node:fs');
const { next } = require('./counter.cjs');

it('evaluates the modules of this workspace again', () => expect(next()).toBe(1));

it('has the environment and the folder of the process', () => {
  expect(process.env).toMatchObject({ PATH: expect.any(String) });
  expect(process.env).not.toHaveProperty('SLUICE_LEFT');
  expect(process.cwd()).toBe(process.env.FOLDER_OF_TESTS);
  expect(process.umask()).not.toBe(0o77);
  expect(process.argv).not.toContain('--left');
  expect(process.exitCode).toBeUndefined();
});

it('has no listener of the suite before', () => expect(process.listenerCount('SIGUSR2')).toBe(0));

it('has the functions of the process', () => {
  expect(String(process.kill)).toContain('pid');
  expect(String(process.stdout.write)).toContain('chunk');
});

it('has the globals of Node', () => {
  expect(globalThis).not.toHaveProperty('left');
  expect(fetch).toEqual(expect.any(Function));
  expect(console.log).toEqual(expect.any(Function));
});

it('has what JavaScript comes with', () => {
  expect([]).not.toHaveProperty('left');
  expect(Date.now()).toBeGreaterThan(0);
  expect(new TypeError()).toBeInstanceOf(Error);
});

it('has the matchers of Jest only', () => expect(expect(1)).not.toHaveProperty('toBeLeft'));

it('has the modules of Node', () => expect(fs.readFileSync(__filename, 'utf8')).not.toBe('left'));

it('has real timers', () => expect(jest.isMockFunction(setTimeout) || 'clock' in setTimeout).toBe(false));
