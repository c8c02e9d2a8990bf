import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import type { Problem } from '../api/problem';
import { useReaderTimes } from '../text/reader-times';
import { UntrustedText } from '../text/untrusted-text';

interface Props {
  problem: Problem;
  /** What could not be done, when the problem alone does not tell. */
  title?: string;
  onRetry?: () => void;
  retryText?: string;
}

/** What is wrong, what to do, and by what the server's log tells more. */
export function ProblemNotice({ problem, title, onRetry, retryText = 'Try again' }: Props) {
  const message = useReaderTimes()(problem.message);
  return (
    <div role="alert">
      <Alert
        type="error"
        statusIconAriaLabel="Error"
        header={title ?? <UntrustedText text={message} />}
        action={
          onRetry && (
            <Button formAction="none" onClick={onRetry}>
              {retryText}
            </Button>
          )
        }
      >
        {title && (
          <p>
            <UntrustedText text={message} hasLines />
          </p>
        )}
        <p>
          <UntrustedText text={problem.remedy} hasLines />
        </p>
        {problem.requestId && (
          <p className="muted">
            Request <code className="commit">{problem.requestId}</code>
          </p>
        )}
      </Alert>
    </div>
  );
}
