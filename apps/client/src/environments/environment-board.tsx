import type { EnvironmentView } from '@sluice/release';
import { EnvironmentCard } from './environment-card';

interface Props {
  /** In the order of promotion. */
  environments: EnvironmentView[];
  now: number;
}

export function EnvironmentBoard({ environments, now }: Props) {
  return (
    <section aria-labelledby="environments">
      <h2 id="environments">Environments</h2>
      <ol className="board">
        {environments.map((environment) => (
          <li key={environment.name}>
            <EnvironmentCard environment={environment} now={now} />
          </li>
        ))}
      </ol>
    </section>
  );
}
