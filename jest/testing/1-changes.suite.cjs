const fs = require('node:fs');
const { tmpdir } = require('node:os');
const { next } = require('./counter.cjs');

it('changes what the next suite could see', () => {
  expect(next()).toBe(1);
  process.env.SLUICE_LEFT = 'left';
  delete process.env.PATH;
  process.chdir(tmpdir());
  process.umask(0o77);
  process.exitCode = 3;
  process.argv.push('--left');
  process.on('SIGUSR2', () => undefined);
  process.stdout.write = () => true;
  process.kill = () => true;
  globalThis.left = 'left';
  globalThis.fetch = undefined;
  globalThis.console = {};
  Array.prototype.left = 'left';
  Date.now = () => 0;
  Object.defineProperty(Error, Symbol.hasInstance, { value: () => false, configurable: true });
  expect.extend({ toBeLeft: () => ({ pass: true }) });
  jest.spyOn(fs, 'readFileSync').mockReturnValue('left');
  jest.useFakeTimers();
});
