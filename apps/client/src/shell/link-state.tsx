import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import { useLive, useLiveBoard } from '../live/use-live';
import { useNow } from '../live/use-now';
import { useReaderZone } from '../text/reader-zone';
import { UntrustedText } from '../text/untrusted-text';
import { exactTime, relativeTime } from '../text/relative-time';
import { Notices } from './notices';
import { ProblemNotice } from './problem-notice';

/** What operations came to, and why nothing can be shown; above all views. */
export function LinkState() {
  const { link, board, problem } = useLive();
  const live = useLiveBoard();
  return (
    <div className="notices">
      {link === 'lost' && !board && problem && <ProblemNotice problem={problem} onRetry={live.refresh} />}
      <Notices />
    </div>
  );
}

/** Says so when what is shown is not fresh; below all views, where it moves nothing, and in sight anyway. */
export function StaleNotice() {
  const { link, board, problem, seenAt } = useLive();
  const live = useLiveBoard();
  const now = useNow();
  const isStale = link === 'lost' && board !== undefined;
  const zone = useReaderZone();
  const asOf = seenAt && `Data as of ${exactTime(seenAt, zone)}.`;
  return (
    <>
      {/* Read out once: the time below changes every minute. */}
      <div role="status" className="visually-hidden">
        {isStale && `The server does not respond. ${asOf}`}
      </div>
      {isStale && (
        <div className="stale-notice">
          <Alert
            type="warning"
            statusIconAriaLabel="Warning"
            header={`Last contact with the server: ${seenAt ? relativeTime(seenAt, Math.max(now, seenAt)) : 'never'}`}
            action={<Button onClick={live.refresh}>Try now</Button>}
          >
            {asOf}{' '}
            {problem && (
              <>
                <UntrustedText text={problem.message} /> <UntrustedText text={problem.remedy} />
              </>
            )}{' '}
            The console keeps trying.
          </Alert>
        </div>
      )}
    </>
  );
}
