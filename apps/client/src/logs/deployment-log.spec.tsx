import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { Problem } from '../api/problem';
import { openConsole } from '../testing/open-console';
import { board } from '../testing/sample';

const lines = [
  { text: '3 files', stage: 'Build', at: '2026-11-24T09:30:00.000Z' },
  { text: '\u001b[32mlistening\u001b[0m \u202eevil', stage: 'Deploy', at: '2026-11-24T09:30:01.000Z' },
  { text: '  at main', stage: 'Deploy' },
];

/** jsdom has the element, but does not open it at a click. */
async function openLog(): Promise<void> {
  const details = (await screen.findByText('Logs')).closest('details');
  act(() => {
    details!.open = true;
    details!.dispatchEvent(new Event('toggle'));
  });
}

function shownLines(): (string | null)[] {
  const box = screen.getByRole('region', { name: 'Log of prod' });
  return [...box.children].map(({ textContent }) => textContent);
}

it('has no log where nothing has been deployed', async () => {
  const { streams } = openConsole('/environments/prod');
  const environments = board.environments.map((one) => ({ ...one, run: undefined }));
  streams.send('board', { ...board, environments });
  await screen.findByText('shop-prod-pipeline', { exact: false });
  expect(screen.queryByText('Logs')).toBeNull();
});

it('shows what each stage of the newest deployment printed, once someone opens it', async () => {
  const { callsOf } = openConsole('/environments/prod', {
    log: async () => ({ executionId: 'e', lines, isTruncated: true, pages: [] }),
  });
  await screen.findByText('Logs');
  expect(callsOf('log')).toEqual([]);
  await openLog();
  await screen.findByRole('region', { name: 'Log of prod' });
  expect(shownLines()).toEqual([
    expect.stringMatching(/^\d\d:30:00 Build 3 files$/),
    expect.stringMatching(/^\d\d:30:01 Deploy listening \\u\{202e\}evil$/),
    'Deploy   at main',
  ]);
  expect(screen.getByText('Only the end of the log is shown.')).toBeTruthy();
  fireEvent.change(screen.getByLabelText('Stage'), { target: { value: 'Build' } });
  expect(shownLines()).toEqual([expect.stringMatching(/^\d\d:30:00 3 files$/)]);
});

it('is read again when the deployment goes on', async () => {
  let shown = lines.slice(0, 1);
  const { streams, callsOf } = openConsole('/environments/prod', {
    log: async () => ({ lines: shown, isTruncated: false, pages: [] }),
  });
  await openLog();
  await waitFor(() => expect(shownLines()).toHaveLength(1));
  shown = lines;
  const [stage, prod] = board.environments;
  streams.send('board', {
    ...board,
    environments: [stage, { ...prod, run: { ...prod!.run!, executionId: 'next', status: 'InProgress' } }],
  });
  await waitFor(() => expect(shownLines()).toHaveLength(3));
  expect(callsOf('log').at(-1)).toEqual(['prod', 300]);
});

it('leads to the pages of AWS, which keeps the logs itself', async () => {
  const url = 'https://eu-west-1.console.aws.amazon.com/cloudwatch/home';
  openConsole('/environments/prod', {
    log: async () => ({ isTruncated: false, pages: [{ name: 'Server log', url }] }),
  });
  await openLog();
  const link = await within(screen.getByText('Logs').closest('details')!).findByRole('link', {
    name: /^Server log/,
  });
  expect(link.getAttribute('href')).toBe(url);
});

it('says what is wrong when the log cannot be read', async () => {
  openConsole('/environments/prod', {
    log: async () => {
      throw new Problem('The pipelines do not answer.', 'Try again.');
    },
  });
  await openLog();
  expect(await screen.findByText('The pipelines do not answer.')).toBeTruthy();
});
