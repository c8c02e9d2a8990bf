import { useBoard } from '../live/use-live';
import { Page } from '../shell/page';
import { RouteLink } from '../shell/route-link';
import { listing } from '../text/count';
import { visibleText } from '../text/visible-text';

/** In the place of every view of an environment that the board does not have. */
export function NoSuchEnvironment({ name }: { name: string }) {
  const names = useBoard()?.environments.map((environment) => environment.name) ?? [];
  return (
    <Page title={`There is no environment “${visibleText(name)}”`}>
      <p>
        There are {listing(names)}; see the{' '}
        <RouteLink to="/" variant="primary">
          environments
        </RouteLink>
        .
      </p>
    </Page>
  );
}
