import { Page } from './page';
import { RouteLink } from './route-link';

export function NoSuchView() {
  return (
    <Page title="Page not found">
      <p>
        Check the address, or go to the{' '}
        <RouteLink to="/" variant="primary">
          environments
        </RouteLink>
        .
      </p>
    </Page>
  );
}
