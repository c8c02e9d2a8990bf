import { Component, type ReactNode } from 'react';
import { Problem } from '../api/problem';
import { ProblemNotice } from './problem-notice';

interface Props {
  children: ReactNode;
  /** What it is that may break, at the beginning of a sentence. */
  what?: string;
}

/** Says that a part broke. Mostly it is one that a newer release replaced while this page was open. */
export class ViewBoundary extends Component<Props, { isBroken: boolean }> {
  override state = { isBroken: false };

  static getDerivedStateFromError() {
    return { isBroken: true };
  }

  override render() {
    const { children, what = 'This view' } = this.props;
    if (!this.state.isBroken) return children;
    const problem = new Problem(
      `${what} could not be loaded.`,
      'Reload the page: a newer release of the console may have taken its place.',
    );
    return <ProblemNotice problem={problem} onRetry={() => location.reload()} retryText="Reload the page" />;
  }
}
