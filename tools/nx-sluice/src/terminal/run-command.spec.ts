import { AwsFailure } from '@sluice/aws';
import { SluiceError } from '@sluice/release';
import { runCommand } from './run-command';
import type { Outlet } from './outlet';
import { createPrinter } from './printer';

const outletInto = (write: (text: string) => void): Outlet => ({ write, flushed: async () => undefined });

async function resultOf(error: unknown, { isVerbose = false, json = false } = {}) {
  const result = { stdout: '', stderr: '' };
  const printer = createPrinter({
    json,
    stdout: outletInto((text) => (result.stdout += text)),
    stderr: outletInto((text) => (result.stderr += text)),
  });
  const { success } = await runCommand(printer, isVerbose, async () => {
    if (error === undefined) printer.done('All is well.', { well: true });
    else throw error;
  });
  return { success, ...result };
}

it('passes on what went well, as data too when it was asked for', async () => {
  expect(await resultOf(undefined)).toEqual({ success: true, stdout: 'All is well.\n', stderr: '' });
  const { stdout, stderr } = await resultOf(undefined, { json: true });
  expect(JSON.parse(stdout)).toEqual({ well: true });
  expect(stderr).toBe('All is well.\n');
});

it('prints what is wrong and what to do, and nothing else', async () => {
  const result = await resultOf(new SluiceError('failed', 'It broke.', 'Fix it.'));
  expect(result).toEqual({ success: false, stdout: '', stderr: 'It broke.\nFix it.\n' });
});

it('adds the command that undoes a rejection, and those that tell more', async () => {
  const remedy = 'Choose another commit, or undo the rejection of aaaaaaaa.';
  const refused = new SluiceError('rejected', 'Rejected', remedy, {
    details: { rejected: 'a'.repeat(40) },
  });
  expect((await resultOf(refused)).stderr).toBe(
    'Rejected\nChoose another commit, or undo the rejection of aaaaaaaa: npx sluice reject aaaaaaaa --undo\n',
  );
  const unexpected = new AwsFailure(
    'unexpected',
    'AWS could not.',
    'Check the configuration and the permissions.',
  );
  expect((await resultOf(unexpected)).stderr).toBe(
    'AWS could not.\nCheck the configuration and the permissions. Run `npx sluice doctor`; --verbose shows the complete response.\n',
  );
});

it.each([new TypeError('x is not a function'), 'a string', { odd: true }])(
  'reports an unexpected error: %p',
  async (error) => {
    const { success, stderr } = await resultOf(error);
    expect(success).toBe(false);
    expect(stderr).toMatch(/^Internal error: .*\n.*report it with the output of --verbose.*\n$/);
  },
);

it('shows the cause with --verbose, without what signed the request', async () => {
  const cause = Object.assign(new Error('refused'), {
    $response: {
      headers: {
        authorization: 'AWS4-HMAC-SHA256 Credential=AKIACANARY/x, SignedHeaders=host, Signature=cafecanary',
        'x-amz-security-token': 'token-canary',
      },
    },
    credentials: { secretAccessKey: 'secret-canary', sessionToken: 'session-canary' },
  });
  const error = new SluiceError('failed', 'It broke.', 'Fix it.', { cause });
  const { stderr } = await resultOf(error, { isVerbose: true });
  expect(stderr).toMatch(/^\s+at /m);
  expect(stderr).toContain('refused');
  expect(stderr).not.toMatch(/canary/i);
});
