import { SluiceError, type ErrorCode } from '@sluice/release';
import { runCommand } from '../terminal/run-command';
import { createPrinter } from '../terminal/printer';

const nowhere = { write: () => undefined, flushed: async () => undefined };
const silent = createPrinter({ stdout: nowhere, stderr: nowhere });

it.each<[ErrorCode, number]>([
  ['not-published', 1],
  ['invalid-configuration', 2],
  ['rejected', 3],
  ['race-lost', 4],
  ['pipeline-failed', 5],
  ['not-deployed', 6],
])('an executor ends an error of the code %s with %d', async (code, exitCode) => {
  const error = new SluiceError(code, 'It broke.', 'Mend it.');
  expect(await runCommand(silent, false, () => Promise.reject(error))).toEqual({ success: false, exitCode });
});

it('is 1 for an error that names no code, for the code of a library, and for a bug', async () => {
  const plain = Object.assign(new Error('It broke.'), { remedy: 'Mend it.' });
  const external = Object.assign(new Error('It broke.'), { remedy: 'Mend it.', code: 'toString' });
  for (const error of [plain, external, new TypeError('x is not a function')])
    expect(await runCommand(silent, false, () => Promise.reject(error))).toEqual({
      success: false,
      exitCode: 1,
    });
});
