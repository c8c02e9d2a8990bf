import { lazy, Suspense, useEffect, useState } from 'react';
import { BrowserRouter, Route, Routes, useLocation, useNavigate } from 'react-router';
import { ApiProvider, SessionProvider } from '../api/api-context';
import type { ConsoleApi } from '../api/console-api';
import { useResource } from '../api/use-resource';
import { EnvironmentsView } from '../environments/environments-view';
import { DeploymentAnnouncements } from '../live/deployment-announcements';
import type { LiveBoard } from '../live/live-board';
import { LiveProvider, useLive } from '../live/use-live';
import { AnnouncerProvider } from './announcer';
import './console.css';
import { LinkState, StaleNotice } from './link-state';
import { NoSuchView } from './no-such-view';
import { NoticesProvider } from './notices';
import { Placeholder } from './placeholder';
import { ProblemNotice } from './problem-notice';
import { SignedOut } from './signed-out';
import { useShortcuts } from './shortcuts';
import { TopBar } from './top-bar';
import { useScrollMemory } from './use-scroll-memory';
import { ViewBoundary } from './view-boundary';

const HelpDialog = lazy(() => import('./help-dialog'));
const ActivityView = lazy(() => import('../activity/activity-view'));
const EntryView = lazy(() => import('../activity/entry-view'));
const MetricsView = lazy(() => import('../delivery/metrics-view'));
const AppsView = lazy(() => import('../apps/apps-view'));
const GridView = lazy(() => import('../grid/grid-view'));
const ReleasesView = lazy(() => import('../releases/releases-view'));
const ReleaseView = lazy(() => import('../releases/release-view'));
const CompareView = lazy(() => import('../compare/compare-view'));
const EnvironmentView = lazy(() => import('../history/environment-view'));
const PromoteView = lazy(() => import('../promote/promote-view'));
const RollbackView = lazy(() => import('../promote/rollback-view'));

interface Props {
  api: ConsoleApi;
  live: LiveBoard;
}

interface ConsoleProps extends Props {
  /** Path that all addresses of the console begin with: `/apps/store`. */
  base?: string;
}

/** The whole page: one link to the server, shared by all views. */
export function Console({ api, live, base }: ConsoleProps) {
  useEffect(() => live.start(), [live]);
  return (
    <ViewBoundary what="The console">
      {/* Without transitions: a box whose tick is kept in the address must not wait for the router. */}
      <BrowserRouter basename={base} useTransitions={false}>
        <ApiProvider value={api}>
          <LiveProvider value={live}>
            <AnnouncerProvider>
              <NoticesProvider>
                <SignedIn api={api} live={live} />
              </NoticesProvider>
            </AnnouncerProvider>
          </LiveProvider>
        </ApiProvider>
      </BrowserRouter>
    </ViewBoundary>
  );
}

function SignedIn({ api, live }: Props) {
  const link = useLive();
  const isOut = link.problem?.code === 'signed-out';
  // Who signs in in another tab and comes back is another person to this page.
  const session = useResource('session', api.session, isOut ? 'out' : 'in');
  const isSignedOut = isOut || session.problem?.code === 'signed-out';
  const retry = () => {
    session.reload();
    live.refresh();
  };
  const [isHelping, setHelping] = useState(false);
  const navigate = useNavigate();
  useShortcuts({
    go: (to) => void navigate(to),
    search: () => {
      const field = document.querySelector<HTMLInputElement>('main input[type=search]');
      if (field) field.focus();
      else void navigate('/releases', { state: { focus: 'search' } });
    },
    help: () => setHelping(true),
  });
  return (
    <SessionProvider value={isSignedOut ? undefined : session.data}>
      <TopBar onShowHelp={() => setHelping(true)} onSignedOut={retry} />
      <main id="main" tabIndex={-1}>
        {isSignedOut ? (
          <SignedOut />
        ) : (
          <>
            <LinkState />
            {session.problem && <ProblemNotice problem={session.problem} onRetry={retry} />}
            <Views />
            <StaleNotice />
          </>
        )}
      </main>
      <DeploymentAnnouncements />
      <ViewBoundary what="The list of shortcuts">
        <Suspense>{isHelping && <HelpDialog onClose={() => setHelping(false)} />}</Suspense>
      </ViewBoundary>
    </SessionProvider>
  );
}

function Views() {
  useScrollMemory();
  const { pathname } = useLocation();
  return (
    <ViewBoundary key={pathname}>
      <Suspense fallback={<Placeholder height="20rem" label="Loading" />}>
        <Routes>
          <Route path="/" element={<EnvironmentsView />} />
          <Route path="/grid" element={<GridView />} />
          <Route path="/overview" element={<AppsView />} />
          <Route path="/releases" element={<ReleasesView />} />
          <Route path="/releases/:commit" element={<ReleaseView />} />
          <Route path="/activity" element={<ActivityView />} />
          <Route path="/activity/:id" element={<EntryView />} />
          <Route path="/delivery" element={<MetricsView />} />
          <Route path="/compare" element={<CompareView />} />
          <Route path="/environments/:name" element={<EnvironmentView />} />
          <Route path="/environments/:name/promote" element={<PromoteView />} />
          <Route path="/environments/:name/rollback" element={<RollbackView />} />
          <Route path="*" element={<NoSuchView />} />
        </Routes>
      </Suspense>
    </ViewBoundary>
  );
}
