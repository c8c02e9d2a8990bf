import { asProblem } from '../api/problem';
import type { Polling } from '../polling/use-polling';
import { ForeignText } from '../text/foreign-text';
import { Moment } from '../text/moment';
import { Notice } from '../text/notice';

/** Loading, failed, or failed after a good answer; nothing while all is well. */
export function ConnectionState({ polling }: { polling: Polling<unknown> }) {
  const { data, failure, loadedAt, attemptedAt, refresh } = polling;
  if (failure === undefined) return data === undefined ? <Notice tone="neutral" title="Loading…" /> : null;

  const problem = asProblem(failure);
  const explanation = (
    <p>
      <ForeignText text={problem.message} /> <ForeignText text={problem.remedy} />
    </p>
  );
  const again = (
    <button type="button" onClick={refresh}>
      Try again
    </button>
  );
  if (loadedAt === undefined || attemptedAt === undefined) {
    return (
      <Notice tone="error" title="The console cannot show anything yet.">
        {explanation}
        {again}
      </Notice>
    );
  }
  return (
    <Notice tone="warning" title="What you see is not live.">
      {explanation}
      <p>
        It was read <Moment at={new Date(loadedAt).toISOString()} now={attemptedAt} />.
      </p>
      {again}
    </Notice>
  );
}
