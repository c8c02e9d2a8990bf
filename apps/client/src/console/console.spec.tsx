import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { Problem } from '../api/problem';
import { prod, raincoats, sample, stage, umbrella, umbrellas } from '../testing/sample-snapshot';
import { scriptedApi } from '../testing/scripted-api';
import { turnTab } from '../testing/tab';
import { Console } from './console';

const often = 5;
const never = 1_000_000;
const card = (name: string) => within(screen.getByRole('article', { name }));
const shown = () => screen.findByRole('heading', { name: 'Environments' });

it('says that it is loading, then shows the environments in order of promotion', async () => {
  render(<Console api={scriptedApi(sample)} interval={never} />);
  expect(screen.getByRole('status').textContent).toBe('Loading…');
  await shown();
  expect(screen.queryByRole('status')).toBeNull();
  expect(screen.getAllByRole('heading', { level: 3 }).map((one) => one.textContent)).toEqual([
    'stage',
    'prod',
  ]);
});

it('shows which commit an environment has, since when, by whom, and where it came from', async () => {
  render(<Console api={scriptedApi(sample)} interval={never} />);
  await shown();
  const { getByText, getByTitle, getByRole } = card('stage');
  expect(getByText('Sell umbrellas')).toBeTruthy();
  expect(getByTitle(umbrella).textContent).toBe('a1b2c3d4');
  expect(getByTitle('2026-11-20 10:30:00 UTC').textContent).toMatch(/ago|yesterday|last|in /);
  expect(getByText('ada')).toBeTruthy();
  expect(getByRole('link', { name: 'CI run' }).getAttribute('href')).toBe('https://ci.example/runs/7');
  expect(card('prod').getByText('Nothing was promoted here yet.')).toBeTruthy();
});

it('lists the published archives with size and where each is now', async () => {
  render(<Console api={scriptedApi(sample)} interval={never} />);
  await shown();
  const [, first, second] = within(screen.getByRole('table', { name: 'Published archives' })).getAllByRole(
    'row',
  );
  const cells = (row?: HTMLElement) =>
    within(row!)
      .getAllByRole('cell')
      .map((cell) => cell.textContent);
  expect(cells(first).slice(0, 4)).toEqual(['a1b2c3d4', 'Sell umbrellas', 'stage', '2.4 MB']);
  expect(cells(second).slice(0, 3)).toEqual(['b2c3d4e5', 'Sell raincoats', '']);
});

it('says who holds an environment, and why', async () => {
  const held = {
    ...stage,
    hold: { actor: 'grace', reason: 'Black Friday', since: '2026-11-19T00:00:00.000Z' },
  };
  render(<Console api={scriptedApi({ ...sample, environments: [held] })} interval={never} />);
  await shown();
  expect(card('stage').getByText('On hold').parentElement?.textContent).toMatch(
    /^On hold since .+ by grace: Black Friday$/,
  );
});

it('says so when nothing was published yet', async () => {
  const bare = { environments: [{ ...stage, current: undefined }, prod], releases: [] };
  render(<Console api={scriptedApi(bare)} interval={never} />);
  await shown();
  expect(screen.getByText('Nothing was published yet.')).toBeTruthy();
  expect(screen.getAllByText('Nothing was promoted here yet.')).toHaveLength(2);
});

it('shows hostile text as text, with what cannot be seen made visible', async () => {
  const subject = '<script>alert(1)</script><img src=x onerror=alert(2)> \u202egpj.exe\u0007';
  const hostile = {
    environments: [
      {
        ...stage,
        current: { ...stage.current!, subject, reason: subject, run: 'javascript:alert(3)' },
        hold: { reason: subject },
      },
    ],
    releases: [{ ...umbrellas, subject: subject + 'x'.repeat(10_000) }],
  };
  const { container } = render(<Console api={scriptedApi(hostile)} interval={never} />);
  await shown();
  expect(container.querySelector('script, img, a')).toBeNull();
  const text = '<script>alert(1)</script><img src=x onerror=alert(2)> \\u{202e}gpj.exe\\u{7}';
  expect(screen.getAllByText(text)).toHaveLength(3);
  expect(screen.getByText(text + 'x'.repeat(10_000))).toBeTruthy();
});

it('follows the bucket without a reload', async () => {
  const api = scriptedApi({ environments: [stage, prod], releases: [umbrellas] });
  render(<Console api={api} interval={often} />);
  await shown();
  api.now({
    environments: [stage, { ...prod, current: stage.current }],
    releases: [{ ...umbrellas, environments: ['stage', 'prod'] }, raincoats],
  });
  await screen.findByText('Sell raincoats');
  expect(card('prod').getByText('Sell umbrellas')).toBeTruthy();
  expect(
    within(screen.getByRole('table'))
      .getAllByRole('listitem')
      .map((one) => one.textContent),
  ).toEqual(['stage', 'prod']);
});

it('tells what is wrong and what to do when it cannot begin, and tries again when asked', async () => {
  const api = scriptedApi(new Problem('No bucket is known.', 'Set SLUICE_BUCKET.'));
  render(<Console api={api} interval={never} />);
  const alert = await screen.findByRole('alert');
  expect(alert.textContent).toContain('No bucket is known. Set SLUICE_BUCKET.');
  api.now(sample);
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  await shown();
  expect(screen.queryByRole('alert')).toBeNull();
});

it('keeps what it last saw when a look fails, says so, and recovers by itself', async () => {
  const api = scriptedApi(sample);
  render(<Console api={api} interval={often} />);
  await shown();
  api.now(new Problem('The server does not answer.', 'See that it runs.'));
  expect((await screen.findByText('What you see is not live.')).parentElement?.textContent).toContain(
    'The server does not answer. See that it runs.',
  );
  expect(card('stage').getByText('Sell umbrellas')).toBeTruthy();
  api.now(sample);
  await waitFor(() => expect(screen.queryByText('What you see is not live.')).toBeNull());
});

it('shows no inner message of an error that it does not know', async () => {
  render(<Console api={scriptedApi(new TypeError('x is undefined'))} interval={never} />);
  const alert = await screen.findByRole('alert');
  expect(alert.textContent).toContain('Reload the page.');
  expect(alert.textContent).not.toContain('undefined');
});

describe('while the tab is hidden', () => {
  afterEach(() => {
    cleanup();
    turnTab('visible');
  });

  it('asks nothing, and looks at once when the tab shows again', async () => {
    const api = scriptedApi({ environments: [stage], releases: [] });
    render(<Console api={api} interval={often} />);
    await shown();
    turnTab('hidden');
    const before = api.looks;
    api.now({ environments: [prod], releases: [] });
    await new Promise((resolve) => setTimeout(resolve, often * 10));
    expect(api.looks).toBe(before);
    turnTab('visible');
    await screen.findByRole('article', { name: 'prod' });
  });
});

it('stops asking when it is gone', async () => {
  const api = scriptedApi(sample);
  const { unmount } = render(<Console api={api} interval={often} />);
  await shown();
  unmount();
  const before = api.looks;
  await new Promise((resolve) => setTimeout(resolve, often * 10));
  expect(api.looks).toBe(before);
});
