import type { DeploymentLog as Log, EnvironmentCard } from '@sluice/contract';
import Container from '@cloudscape-design/components/container';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useApi } from '../api/api-context';
import { useResource } from '../api/use-resource';
import { ProblemNotice } from '../shell/problem-notice';
import { useReaderZone } from '../text/reader-zone';
import { visibleText } from '../text/visible-text';
import { WebLink } from '../text/web-link';
import './deployment-log.css';

/** Lines that are asked for, and milliseconds between two requests while a deployment runs, or a server prints. */
const longest = 300;
const pauses = { running: 2_000, idle: 10_000 };

/** What the stages of the newest deployment printed; asked for only while someone looks at it. */
export function DeploymentLog({ environment }: { environment: EnvironmentCard }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Container>
      <details className="log" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary>Logs</summary>
        {isOpen && <OpenLog environment={environment} />}
      </details>
    </Container>
  );
}

function OpenLog({ environment: { name, run } }: { environment: EnvironmentCard }) {
  const api = useApi();
  const isRunning = run?.status === 'InProgress' || run?.status === 'Stopping';
  const tick = useTick(isRunning ? pauses.running : pauses.idle);
  const version = `${run?.executionId} ${run?.status} ${tick}`;
  const { data, problem, reload } = useResource(name, (signal) => api.log(name, longest, signal), version);
  return (
    <div className="rows">
      {problem && <ProblemNotice problem={problem} onRetry={reload} />}
      {!data && !problem && <p className="muted">Loading</p>}
      {data && data.pages.length > 0 && (
        <ul className="log-pages">
          {data.pages.map((page) => (
            <li key={page.name}>
              <WebLink href={page.url}>{page.name}</WebLink>
            </li>
          ))}
        </ul>
      )}
      {data?.lines && <Lines name={name} lines={data.lines} isTruncated={data.isTruncated} />}
      {data && data.lines === undefined && data.pages.length === 0 && (
        <p className="muted">This server cannot read the logs of {visibleText(name)}.</p>
      )}
    </div>
  );
}

interface LinesProps {
  name: string;
  lines: NonNullable<Log['lines']>;
  isTruncated: boolean;
}

function Lines({ name, lines, isTruncated }: LinesProps) {
  const [stage, setStage] = useState('');
  const stages = [...new Set(lines.map((line) => line.stage).filter((one) => one !== undefined))];
  // The stage of another deployment may be gone.
  const isChosen = stages.includes(stage);
  const shown = isChosen ? lines.filter((line) => line.stage === stage) : lines;
  const timeOf = timeFormat(useReaderZone());
  const box = useStickyEnd(shown.length);
  if (lines.length === 0) return <p className="muted">Nothing has been printed yet.</p>;
  return (
    <>
      <label className="log-stage">
        Stage{' '}
        <select value={isChosen ? stage : ''} onChange={({ target }) => setStage(target.value)}>
          <option value="">All</option>
          {stages.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
      </label>
      {isTruncated && <p className="muted">Only the end of the log is shown.</p>}
      <div ref={box} className="log-lines" tabIndex={0} role="region" aria-label={`Log of ${name}`}>
        {shown.map(({ text, at, stage: of }, index) => (
          <div key={index}>
            <span className="muted">
              {at === undefined ? '' : `${timeOf(at)} `}
              {!isChosen && of !== undefined && `${of} `}
            </span>
            <bdi>{visibleText(withoutColors(text))}</bdi>
          </div>
        ))}
      </div>
    </>
  );
}

/** Stays at the end, where the newest line is, unless someone scrolled away from it. */
function useStickyEnd(count: number) {
  const box = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  useEffect(() => {
    const element = box.current;
    const note = () => {
      if (element) isAtEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < 8;
    };
    element?.addEventListener('scroll', note);
    return () => element?.removeEventListener('scroll', note);
  }, []);
  useLayoutEffect(() => {
    if (isAtEnd.current && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [count]);
  return box;
}

/** Counts up while the page can be seen. */
function useTick(pause: number): number {
  const [tick, setTick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => document.hidden || setTick((before) => before + 1), pause);
    return () => clearInterval(timer);
  }, [pause]);
  return tick;
}

/** Servers that think that they print to a terminal color their lines. */
function withoutColors(text: string): string {
  return text.replace(/\u001b\[[0-9;]*m/g, '');
}

function timeFormat(timeZone: string): (at: string) => string {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, timeStyle: 'medium' });
  return (at) => format.format(new Date(at));
}
