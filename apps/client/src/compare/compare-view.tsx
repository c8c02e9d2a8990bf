import Alert from '@cloudscape-design/components/alert';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import type { Diff, DiffSide } from '@sluice/release';
import { useSearchParams } from 'react-router';
import { useApi } from '../api/api-context';
import { useResource } from '../api/use-resource';
import { CommitList } from '../changes/commit-list';
import { FileChanges, fileCounts } from '../changes/file-changes';
import { MoveSummary } from '../changes/move-summary';
import { useBoard } from '../live/use-live';
import { Placeholder } from '../shell/placeholder';
import { Page } from '../shell/page';
import { ProblemNotice } from '../shell/problem-notice';
import { CommitId } from '../text/commit-id';
import { shortId } from '../text/short-id';
import { visibleText } from '../text/visible-text';
import { SideForm } from './side-form';

/** `/compare?from=&to=`: what differs between any two of environments, tags and commits. */
export default function CompareView() {
  const [address, setAddress] = useSearchParams();
  const from = address.get('from') ?? '';
  const to = address.get('to') ?? '';
  const title = from && to ? `Compare ${named(from)} with ${named(to)}` : 'Compare';
  return (
    <Page title={title} description="Environments, tags and commits; no archive is downloaded for it.">
      <SideForm
        key={`${from} ${to}`}
        from={from}
        to={to}
        onChoose={(sides) => setAddress(new URLSearchParams({ ...sides }))}
      />
      {from && to ? (
        <Comparison from={from} to={to} />
      ) : (
        <p className="muted">Choose two sides to see the commits and files between them.</p>
      )}
    </Page>
  );
}

const named = (side: string) => visibleText(/^[0-9a-f]{40}$/.test(side) ? shortId(side) : side.slice(0, 60));

function Comparison({ from, to }: { from: string; to: string }) {
  const api = useApi();
  const places = (useBoard()?.environments ?? [])
    .filter(({ name, tag }) => [name, tag].some((place) => place === from || place === to))
    .map(({ current }) => current?.versionId);
  const diff = useResource(
    JSON.stringify([from, to]),
    (signal) => api.compare(from, to, signal),
    places.join(' '),
  );
  if (diff.problem && !diff.data) return <ProblemNotice problem={diff.problem} onRetry={diff.reload} />;
  if (!diff.data) return <Placeholder height="30rem" label="Loading" />;
  return <Difference key={`${from} ${to}`} diff={diff.data} />;
}

/** An archive can be that of an earlier commit, when nothing since then affects the app. */
function StandIn({ side: { name, standsIn } }: { side: DiffSide }) {
  if (standsIn === undefined) return null;
  return (
    <p className="muted">
      {named(name)} has no archive of its own: that of <CommitId commit={standsIn} isLink /> has the same
      content.
    </p>
  );
}

function Difference({ diff }: { diff: Diff }) {
  const { from, to, ancestry, commits, files, isSame } = diff;
  const isBack = ancestry === 'descendant';
  return (
    <>
      <Container>
        <div className="rows">
          <MoveSummary from={{ label: named(from.name), ...from }} to={{ label: named(to.name), ...to }} />
          <StandIn side={from} />
          <StandIn side={to} />
          {isSame && (
            <Alert type="success" statusIconAriaLabel="Success" header="Both have the same content">
              {from.commit !== to.commit && 'Nothing between the two commits changes the archive.'}
            </Alert>
          )}
          {isBack && (
            <Alert type="info" statusIconAriaLabel="Info">
              {named(to.name)} is behind: going there takes these commits away.
            </Alert>
          )}
          {ancestry === 'unrelated' && (
            <Alert type="info" statusIconAriaLabel="Info">
              The two are on different lines: neither contains the other.
            </Alert>
          )}
        </div>
      </Container>
      <Container
        header={
          <Header variant="h2" counter={`(${commits.length})`}>
            {isBack ? 'Commits that go' : 'Commits that come'}
          </Header>
        }
      >
        {commits.length > 0 ? (
          <CommitList commits={commits} />
        ) : (
          <p className="muted">
            {ancestry === undefined || ancestry === 'unknown'
              ? 'Which commits lie between is not known: the server has no clone that tells.'
              : 'No commit lies between.'}
          </p>
        )}
      </Container>
      <Container
        header={
          <Header variant="h2" description={fileCounts(files)}>
            Files
          </Header>
        }
      >
        <FileChanges files={files} />
      </Container>
    </>
  );
}
