import { useSearchParams } from 'react-router';
import { useApi } from '../api/api-context';
import { useResource } from '../api/use-resource';
import { useBoard } from '../live/use-live';
import { Page } from '../shell/page';
import { Placeholder } from '../shell/placeholder';
import { ProblemNotice } from '../shell/problem-notice';
import { Difference } from './difference';
import { SideForm } from './side-form';
import { sideName } from './side-name';

/** `/compare?from=&to=`: what differs between any two of environments, tags and commits. */
export default function CompareView() {
  const [address, setAddress] = useSearchParams();
  const from = address.get('from') ?? '';
  const to = address.get('to') ?? '';
  const title = from && to ? `Compare ${sideName(from)} with ${sideName(to)}` : 'Compare';
  return (
    <Page
      title={title}
      description="Commits and files that differ between two environments, tags or commits."
    >
      <SideForm from={from} to={to} onChoose={(sides) => setAddress(new URLSearchParams({ ...sides }))} />
      {from && to ? <Comparison from={from} to={to} /> : <p className="muted">Select two sides.</p>}
    </Page>
  );
}

function Comparison({ from, to }: { from: string; to: string }) {
  const board = useBoard();
  if (!board) return <Placeholder height="30rem" label="Loading" />;
  const places = board.environments.filter(({ name, tag }) =>
    [name, tag].some((place) => place === from || place === to),
  );
  const version = places.map(({ current }) => current?.versionId).join(' ');
  return <ComparisonAt key={`${from} ${to}`} from={from} to={to} version={version} />;
}

/** @param version changes when a side that is an environment moves */
function ComparisonAt({ from, to, version }: { from: string; to: string; version: string }) {
  const api = useApi();
  const diff = useResource(`${from} ${to}`, (signal) => api.compare(from, to, signal), version);
  if (diff.problem && !diff.data) return <ProblemNotice problem={diff.problem} onRetry={diff.reload} />;
  if (!diff.data) return <Placeholder height="30rem" label="Loading" />;
  return <Difference diff={diff.data} />;
}
