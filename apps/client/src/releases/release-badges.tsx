import type { ReleaseRow } from '@sluice/contract';
import Badge from '@cloudscape-design/components/badge';
import './releases.css';

/** Where a release is now, where it has been, and whether somebody rejected it. */
export function ReleaseBadges({ release: { environments, been, rejection } }: { release: ReleaseRow }) {
  if (environments.length + been.length === 0 && !rejection) return null;
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
      {been.map((name) => (
        <li key={`been ${name}`}>
          <Badge color="grey">was in {name}</Badge>
        </li>
      ))}
    </ul>
  );
}
