import { shortId } from './short-id';
import { RouteLink } from '../shell/route-link';
import { visibleText } from './visible-text';

interface Props {
  commit?: string;
  /** Leads to the release. */
  isLink?: boolean;
}

/** The first eight digits of a commit, the whole of it as title. */
export function CommitId({ commit, isLink }: Props) {
  if (!commit) return <span className="muted">unknown commit</span>;
  const id = (
    <code className="commit" title={visibleText(commit)}>
      {visibleText(shortId(commit))}
    </code>
  );
  if (!isLink) return id;
  // It stands among words, where a color alone tells not everybody that it is a link.
  return (
    <RouteLink to={`/releases/${encodeURIComponent(commit)}`} variant="primary">
      {id}
    </RouteLink>
  );
}
