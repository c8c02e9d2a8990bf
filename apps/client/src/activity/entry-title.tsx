import type { ActivityLogEntry } from '@sluice/contract';
import Badge from '@cloudscape-design/components/badge';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import { visibleText } from '../text/visible-text';

/** What happened, in a word or two. */
export function kindText({ kind, object }: Pick<ActivityLogEntry, 'kind' | 'object'>): string {
  switch (kind) {
    case 'publish':
      return 'Published';
    case 'promote':
      return 'Promoted';
    case 'rollback':
      return 'Rolled back';
    case 'move':
      return 'Moved';
    case 'hand-copy':
      return 'Copied manually';
    case 'removal':
      return object === 'hold' ? 'Hold deleted manually' : 'Tag deleted manually';
    case 'hold':
      return 'Held';
    case 'unhold':
      return 'Hold removed';
    case 'redeploy':
      return 'Redeployed';
    case 'reject':
      return 'Rejected';
    case 'undo-reject':
      return 'Rejection undone';
    case 'failure':
      return 'Deployment failed';
  }
}

const indicators: Partial<Record<ActivityLogEntry['kind'], StatusIndicatorProps.Type>> = {
  failure: 'error',
  rollback: 'warning',
  reject: 'error',
  hold: 'stopped',
  removal: 'warning',
  'hand-copy': 'warning',
};

/** The same, with a sign where it is more than the usual. */
export function EntryKind({ entry }: { entry: ActivityLogEntry }) {
  const type = indicators[entry.kind];
  const text = kindText(entry);
  if (type === undefined) return <strong>{text}</strong>;
  return (
    <StatusIndicator type={type}>
      <strong>{text}</strong>
    </StatusIndicator>
  );
}

/** Where it happened, its app before it where there are several. */
export function EntryPlaces({ entry, hasApp = false }: { entry: ActivityLogEntry; hasApp?: boolean }) {
  return (
    <span className="badges">
      {hasApp && <Badge color="grey">{visibleText(entry.app)}</Badge>}
      {entry.environments.map((name) => (
        <Badge key={name} color="blue">
          {visibleText(name)}
        </Badge>
      ))}
    </span>
  );
}
