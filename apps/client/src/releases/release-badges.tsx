import type { ReleaseRow } from '@sluice/contract';
import Badge from '@cloudscape-design/components/badge';
import { shortId } from '../text/short-id';
import { listing } from '../text/count';
import { shortened } from '../text/untrusted-text';
import { visibleText } from '../text/visible-text';
import './releases.css';

/** "1a2b3c4d and 2 more" */
function alike([first = '', ...others]: string[]): string {
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  return `${visibleText(shortId(first))}${more}`;
}

/** Where a release is now, where it has been, which are the same as it, and whether and why someone rejected it. */
export function ReleaseBadges({
  release: { environments, been, sameContent, rejection },
}: {
  release: ReleaseRow;
}) {
  if (environments.length + been.length + sameContent.length === 0 && !rejection) return null;
  return (
    <ul className="plain-list badges">
      {rejection && (
        <li className="rejection" title={rejection.reason && visibleText(rejection.reason)}>
          <Badge color="red">rejected</Badge>
          {rejection.reason !== undefined && (
            <bdi className="muted one-line">{visibleText(shortened(rejection.reason, 120))}</bdi>
          )}
        </li>
      )}
      {environments.map((name) => (
        <li key={`now ${name}`}>
          <Badge color="green">{name}</Badge>
        </li>
      ))}
      {sameContent.length > 0 && (
        <li title={sameContent.map(visibleText).join(', ')}>
          <Badge color="blue">same content as {alike(sameContent)}</Badge>
        </li>
      )}
      {been.length > 0 && (
        <li>
          <Badge color="grey">was in {listing(been)}</Badge>
        </li>
      )}
    </ul>
  );
}
