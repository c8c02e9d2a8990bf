import { useBoard } from '../live/use-live';
import { Page } from '../shell/page';
import { RouteLink } from '../shell/route-link';
import { listing } from '../text/count';
import { visibleText } from '../text/visible-text';

/** In the place of every view of an environment that the board does not have. */
export function NoSuchEnvironment({ name }: { name: string }) {
  const names = useBoard()?.environments.map((environment) => environment.name) ?? [];
  return (
    <Page title={`Environment “${visibleText(name)}” does not exist`}>
      <p>
        Available environments: {listing(names)}. See the{' '}
        <RouteLink to="/" variant="primary">
          environments
        </RouteLink>
        .
      </p>
    </Page>
  );
}
