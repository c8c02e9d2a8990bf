import * as release from '@sluice/release';
import { runCommand } from '../terminal/run-command';
import { createPrinter } from '../terminal/printer';

const nowhere = { write: () => undefined, flushed: async () => undefined };
const silent = createPrinter({ stdout: nowhere, stderr: nowhere });

it.each([
  [release.FailedError, 1],
  [release.UsageError, 2],
  [release.RefusedError, 3],
  [release.RaceLostError, 4],
  [release.PipelineFailedError, 5],
  [release.NotDeployedError, 6],
])('an executor hands on the code of %p', async (Kind, exitCode) => {
  const ending = await runCommand(silent, false, () => Promise.reject(new Kind('It broke.', 'Mend it.')));
  expect(ending).toEqual({ success: false, exitCode });
});

it('is 1 for an error that names no code, and for a bug', async () => {
  const plain = Object.assign(new Error('It broke.'), { remedy: 'Mend it.' });
  for (const error of [plain, new TypeError('x is not a function')])
    expect(await runCommand(silent, false, () => Promise.reject(error))).toEqual({
      success: false,
      exitCode: 1,
    });
});
