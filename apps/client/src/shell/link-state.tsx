import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import { useLive, useLiveBoard } from '../live/use-live';
import { useNow } from '../live/use-now';
import { exactTime, relativeTime } from '../text/relative-time';
import { Notices } from './notices';
import { ProblemNotice } from './problem-notice';

/** Says so when what is shown is not fresh; above all views. */
export function LinkState() {
  const { link, board, problem, seenAt } = useLive();
  const live = useLiveBoard();
  const now = useNow();
  const isStale = link === 'lost' && board !== undefined;
  return (
    <div className="notices">
      {isStale && (
        <div role="status">
          <Alert
            type="warning"
            statusIconAriaLabel="Warning"
            header={`The server was last seen ${seenAt ? relativeTime(seenAt, Math.max(now, seenAt)) : 'never'}`}
            action={<Button onClick={live.refresh}>Try now</Button>}
          >
            What is shown is as of {seenAt && exactTime(seenAt)}. {problem?.message} {problem?.remedy} The
            console goes on trying by itself.
          </Alert>
        </div>
      )}
      {link === 'lost' && !board && problem && <ProblemNotice problem={problem} onRetry={live.refresh} />}
      <Notices />
    </div>
  );
}
