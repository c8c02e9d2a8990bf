import type { HoldView } from '@sluice/release';
import { ForeignText } from '../text/foreign-text';
import { Moment } from '../text/moment';

interface Props {
  hold: HoldView;
  now: number;
}

/** Says that nothing moves this environment, since when, by whom and why. */
export function HoldNotice({ hold, now }: Props) {
  return (
    <p className="hold">
      <strong>On hold</strong>
      {hold.since && (
        <>
          {' since '}
          <Moment at={hold.since} now={now} />
        </>
      )}
      {hold.actor && (
        <>
          {' by '}
          <ForeignText text={hold.actor} />
        </>
      )}
      {hold.reason && (
        <>
          {': '}
          <ForeignText text={hold.reason} />
        </>
      )}
    </p>
  );
}
