import type { Board } from '@sluice/contract';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import { useEffect, useState } from 'react';
import { useSearchParams } from 'react-router';
import { useApi, useSession } from '../api/api-context';
import { asProblem, type Problem } from '../api/problem';
import { Page } from '../shell/page';
import { Placeholder } from '../shell/placeholder';
import { ProblemNotice } from '../shell/problem-notice';
import { listing } from '../text/count';
import { isShown, states, stateOf, type AppState } from './app-state';
import './apps.css';
import { Lane } from './lane';

/** Milliseconds between two looks at an app that is not the one of this page. */
const pause = 10_000;

/** `/overview`: one board of all apps of the workspace, each in a lane, with a filter. */
export default function AppsView() {
  const session = useSession();
  const [address, setAddress] = useSearchParams();
  const search = address.get('search') ?? '';
  const state = states.find(({ value }) => value === address.get('state'))?.value ?? 'all';
  const boards = useBoards(session?.apps ?? []);
  const filter = (change: Record<string, string>) =>
    setAddress(
      (before) => {
        const after = new URLSearchParams({ ...Object.fromEntries(before), ...change });
        for (const [name, value] of [...after]) if (value === '' || value === 'all') after.delete(name);
        return after;
      },
      { replace: true },
    );
  const shown = Object.entries(boards).filter(([app, { board }]) => isShown(app, board, { search, state }));
  return (
    <Page title="All apps" description="The environments of all apps of this workspace.">
      <div className="apps-filter" role="search">
        <Input
          type="search"
          ariaLabel="Find apps"
          placeholder="Filter by app, environment or release"
          clearAriaLabel="Clear"
          value={search}
          onChange={({ detail }) => filter({ search: detail.value })}
        />
        <label>
          Show{' '}
          <select value={state} onChange={({ target }) => filter({ state: target.value })}>
            {states.map(({ value, text }) => (
              <option key={value} value={value}>
                {text}
              </option>
            ))}
          </select>
        </label>
        <span role="status" className="muted">
          {shown.length} of {session?.apps.length ?? 0} apps
        </span>
      </div>
      {shown.length === 0 && session && <p className="muted">No app matches the filter.</p>}
      {shown.map(([app, { board, problem }]) => (
        <Container
          key={app}
          header={
            <Header variant="h2" description={board && describe(stateOf(board))}>
              <a className="app-link" href={`/apps/${encodeURIComponent(app)}/`}>
                {app}
              </a>
            </Header>
          }
        >
          {problem && <ProblemNotice problem={problem} />}
          {!board && !problem && <Placeholder height="7rem" label="Loading" />}
          {board && <Lane app={app} board={board} />}
        </Container>
      ))}
    </Page>
  );
}

function describe({ failed, waiting }: AppState): string {
  const parts = [
    failed.length > 0 && `Failed in ${listing(failed)}`,
    waiting.length > 0 && `Something waits for ${listing(waiting)}`,
  ].filter((part) => part !== false);
  return parts.join('. ') || 'Nothing waits, and nothing failed';
}

/** The boards of all apps, read now and then while someone looks. */
function useBoards(apps: string[]): Record<string, { board?: Board; problem?: Problem }> {
  const api = useApi();
  const [boards, setBoards] = useState<Record<string, { board?: Board; problem?: Problem }>>({});
  const names = JSON.stringify(apps);
  useEffect(() => {
    let isOver = false;
    const set = (app: string, told: { board?: Board; problem?: Problem }) =>
      void (isOver || setBoards((before) => ({ ...before, [app]: told })));
    const look = () => {
      if (document.visibilityState !== 'visible') return;
      for (const app of JSON.parse(names) as string[])
        api.boardOf(app).then(
          (board) => set(app, { board }),
          (error: unknown) => set(app, { problem: asProblem(error) }),
        );
    };
    look();
    const timer = setInterval(look, pause);
    return () => {
      isOver = true;
      clearInterval(timer);
    };
  }, [names, api]);
  return Object.fromEntries(apps.map((app) => [app, boards[app] ?? {}]));
}
