import { Page } from './page';
import { RouteLink } from './route-link';

export function NoSuchView() {
  return (
    <Page title="There is nothing at this address">
      <p>
        See that it is written right, or go to the{' '}
        <RouteLink to="/" variant="primary">
          environments
        </RouteLink>
        .
      </p>
    </Page>
  );
}
