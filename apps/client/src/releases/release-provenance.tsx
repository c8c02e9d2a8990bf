import type { Verification } from '@sluice/contract';
import Alert from '@cloudscape-design/components/alert';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import { useApi } from '../api/api-context';
import { useResource } from '../api/use-resource';
import { ProblemNotice } from '../shell/problem-notice';
import { Fact } from '../text/fact';
import { RunLink } from '../text/run-link';
import { visibleText } from '../text/visible-text';
import './releases.css';

const signatures: Record<Verification['trust'], string> = {
  trusted: 'Signed by a trusted key',
  'not-checked': 'Signed; sluice.json trusts no key',
  unsigned: 'Not signed',
  untrusted: 'Signed by a key that is not trusted',
};

/** Which run made an archive, from which outputs, and who signed that. */
export function ReleaseProvenance({ commit }: { commit: string }) {
  const api = useApi();
  const { data, problem, reload } = useResource(`provenance ${commit}`, (signal) =>
    api.provenance(commit, signal),
  );
  if (!data && !problem) return null;
  return (
    <Container header={<Header variant="h2">Provenance</Header>}>
      {problem && <ProblemNotice problem={problem} onRetry={reload} />}
      {data && <Provenance {...data} />}
    </Container>
  );
}

function Provenance({ trust, keyId, problem, provenance }: Verification) {
  if (problem?.kind === 'missing') return <p>This archive was published without provenance.</p>;
  return (
    <>
      {problem && (
        <Alert type="warning" statusIconAriaLabel="Warning" header="The provenance is not verified">
          {visibleText(`${problem.explanation}. ${problem.remedy}`)}
        </Alert>
      )}
      <dl className="facts">
        <Fact name="Signature">
          {signatures[trust]}
          {keyId !== undefined && (
            <>
              {' '}
              <code className="commit">{visibleText(keyId.slice(0, 12))}</code>
            </>
          )}
        </Fact>
        {provenance && (
          <>
            <Fact name="Builder">
              {visibleText(provenance.builder)} <RunLink run={provenance.run} />
            </Fact>
            {provenance.tasks !== undefined && (
              <Fact name="Tasks">
                <Tasks tasks={provenance.tasks} />
              </Fact>
            )}
          </>
        )}
      </dl>
    </>
  );
}

type Task = NonNullable<NonNullable<Verification['provenance']>['tasks']>[number];

const origins: [Task['outcome'], string][] = [
  ['restored', 'restored from the cache'],
  ['built', 'built in this run'],
  ['unknown', 'of unknown origin'],
];

/** How many of the outputs came from where; each by name on demand. */
function Tasks({ tasks }: { tasks: readonly Task[] }) {
  const told = origins
    .map(([outcome, text]) => [tasks.filter((task) => task.outcome === outcome).length, text] as const)
    .filter(([count]) => count > 0)
    .map(([count, text]) => `${count} ${text}`);
  if (told.length === 0) return <>None before the archive was packed</>;
  return (
    <details>
      <summary>{told.join(', ')}</summary>
      <ul>
        {tasks.map(({ task, outcome, run }) => (
          <li key={task}>
            {visibleText(task)}: {origins.find(([one]) => one === outcome)?.[1]} <RunLink run={run} />
          </li>
        ))}
      </ul>
    </details>
  );
}
