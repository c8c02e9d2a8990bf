import type { EnvironmentView } from '@sluice/release';
import { CurrentArchive } from './current-archive';
import { HoldNotice } from './hold-notice';

interface Props {
  environment: EnvironmentView;
  now: number;
}

/** One environment: what its tag names now, and whether it is held. */
export function EnvironmentCard({ environment: { name, tag, current, hold }, now }: Props) {
  const heading = `environment-${name}`;
  return (
    <article className="card" aria-labelledby={heading}>
      <header>
        <h3 id={heading}>{name}</h3>
        <span className="muted">
          watches <code>{tag}</code>
        </span>
      </header>
      {hold && <HoldNotice hold={hold} now={now} />}
      {current ? (
        <CurrentArchive archive={current} now={now} />
      ) : (
        <p className="muted">Nothing was promoted here yet.</p>
      )}
    </article>
  );
}
