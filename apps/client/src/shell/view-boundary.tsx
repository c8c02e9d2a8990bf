import { Component, type ReactNode } from 'react';
import { Problem } from '../api/problem';
import { ProblemNotice } from './problem-notice';

/** Shows what broke a view. Mostly a part of the console that a newer release replaced while this page was open. */
export class ViewBoundary extends Component<{ children: ReactNode }, { isBroken: boolean }> {
  override state = { isBroken: false };

  static getDerivedStateFromError() {
    return { isBroken: true };
  }

  override render() {
    if (!this.state.isBroken) return this.props.children;
    const problem = new Problem(
      'This view could not be loaded.',
      'Reload the page: a newer release of the console may have taken its place.',
    );
    return <ProblemNotice problem={problem} onRetry={() => location.reload()} retryText="Reload the page" />;
  }
}
