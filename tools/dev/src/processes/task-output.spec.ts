import { taskOutput } from './task-output';

const run = `
 NX   Running target publish for project app and 1 task it depends on:

> nx run app:package  [local cache]

Packed 3 files.

> nx run app:publish --watch

Published.
stage runs it.

 NX   Successfully ran target publish for project app
`;

it('returns the lines of the named task only', () => {
  expect(taskOutput(run, 'app:publish')).toEqual(['Published.', 'stage runs it.']);
});

it('returns the lines up to the summary when the task has no heading', () => {
  expect(taskOutput('Promoted.\n\n NX   Successfully ran target promote\n', 'app:promote')).toEqual([
    'Promoted.',
  ]);
});
