import type { ReleaseRow } from '@sluice/contract';
import Badge from '@cloudscape-design/components/badge';
import { shortId } from '../text/short-id';
import { visibleText } from '../text/visible-text';
import './releases.css';

/** "1a2b3c4d and 2 more" */
function alike([first = '', ...others]: string[]): string {
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  return `${visibleText(shortId(first))}${more}`;
}

/** Where a release is now, where it has been, which are the same as it, and whether someone rejected it. */
export function ReleaseBadges({
  release: { environments, been, sameContent, rejection },
}: {
  release: ReleaseRow;
}) {
  if (environments.length + been.length + sameContent.length === 0 && !rejection) return null;
  return (
    <ul className="plain-list badges">
      {rejection && (
        <li>
          <Badge color="red">rejected</Badge>
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
      {been.map((name) => (
        <li key={`been ${name}`}>
          <Badge color="grey">was in {name}</Badge>
        </li>
      ))}
    </ul>
  );
}
