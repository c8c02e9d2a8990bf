import Input from '@cloudscape-design/components/input';
import { useSession } from '../api/api-context';
import { useBoard } from '../live/use-live';
import { useTypedText } from '../shell/use-typed-text';
import { kindChoices, type ActivityFilter } from './activity-query';

interface Props {
  filter: ActivityFilter;
  onChange(change: Partial<ActivityFilter>): void;
}

/** By environment, kind, person and day. The browser's own fields: a phone knows best how to choose a day. */
export function ActivityFilters({ filter, onChange }: Props) {
  const names = useBoard()?.environments.map(({ name }) => name) ?? [];
  const hasApps = (useSession()?.apps.length ?? 0) > 1;
  const { environment, kind, from, to, isOfAllApps } = filter;
  // One of another app, or one that is gone, stays to be seen.
  const environments = environment === '' || names.includes(environment) ? names : [...names, environment];
  return (
    <div className="activity-filters" role="search" aria-label="Filter the activity">
      <label>
        Environment
        <select value={environment} onChange={({ target }) => onChange({ environment: target.value })}>
          <option value="">All</option>
          {environments.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      <label>
        Kind
        <select value={kind} onChange={({ target }) => onChange({ kind: target.value })}>
          <option value="">All</option>
          {Object.entries(kindChoices).map(([value, { text }]) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
      </label>
      <PersonFilter person={filter.person} onChange={(person) => onChange({ person })} />
      <label>
        From
        <input
          type="date"
          value={from}
          max={to}
          onChange={({ target }) => onChange({ from: target.value })}
        />
      </label>
      <label>
        To
        <input type="date" value={to} min={from} onChange={({ target }) => onChange({ to: target.value })} />
      </label>
      {hasApps && (
        <label className="check">
          <input
            type="checkbox"
            checked={isOfAllApps}
            onChange={({ target }) => onChange({ isOfAllApps: target.checked, environment: '' })}
          />
          All apps
        </label>
      )}
    </div>
  );
}

function PersonFilter({ person, onChange }: { person: string; onChange(person: string): void }) {
  const [text, setText] = useTypedText(person, onChange);
  return (
    <div className="person-filter">
      <span aria-hidden="true">Person</span>
      <Input
        type="search"
        ariaLabel="Person"
        placeholder="Anybody"
        clearAriaLabel="Clear"
        value={text}
        onChange={({ detail }) => setText(detail.value)}
      />
    </div>
  );
}
