import { dayOf, instantOf } from './days';
import type { ActivityLogKind, ActivityQuery } from '@sluice/contract';

/** What the address says is to be shown. Days are those of the time zone of the reader: `2026-11-24`. */
export interface ActivityFilter {
  environment: string;
  kind: string;
  person: string;
  /** First and last day. */
  from: string;
  to: string;
  isOfAllApps: boolean;
}

/** Kinds as people choose them. */
export const kindChoices: Record<string, { text: string; kinds: ActivityLogKind[] }> = {
  deployments: {
    text: 'Publishes and promotions',
    kinds: ['publish', 'promote', 'move', 'hand-copy', 'removal'],
  },
  rollbacks: { text: 'Rollbacks', kinds: ['rollback'] },
  failures: { text: 'Failures', kinds: ['failure'] },
  holds: { text: 'Holds', kinds: ['hold', 'unhold'] },
  redeploys: { text: 'Redeploys', kinds: ['redeploy'] },
  rejections: { text: 'Rejections', kinds: ['reject', 'undo-reject'] },
};

const longestPerson = 200;

/** What is invalid counts as absent. */
export function readFilter(query: URLSearchParams): ActivityFilter {
  const day = (name: string) => dayOf(query.get(name) ?? '');
  const kind = query.get('kind') ?? '';
  return {
    environment: query.get('environment') ?? '',
    kind: Object.hasOwn(kindChoices, kind) ? kind : '',
    person: (query.get('person') ?? '').slice(0, longestPerson),
    from: day('from'),
    to: day('to'),
    isOfAllApps: query.get('apps') === 'all',
  };
}

/** The shortest address that says the same. */
export function writeFilter({ isOfAllApps, ...texts }: ActivityFilter): URLSearchParams {
  const given = Object.entries(texts).filter(([, text]) => text !== '');
  return new URLSearchParams([...given, ...(isOfAllApps ? [['apps', 'all']] : [])]);
}

/** The same as the server takes it. */
export function queryFor(
  { environment, kind, person, from, to, isOfAllApps }: ActivityFilter,
  isUtc: boolean,
): ActivityQuery {
  return {
    environment: environment || undefined,
    kinds: kindChoices[kind]?.kinds.join(','),
    person: person.trim() || undefined,
    since: from ? instantOf(from, 0, isUtc) : undefined,
    // Until the next day begins, which need not be 24 hours later.
    until: to ? instantOf(to, 1, isUtc) : undefined,
    apps: isOfAllApps ? 'all' : undefined,
  };
}
