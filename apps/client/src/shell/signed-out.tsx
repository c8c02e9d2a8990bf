import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import { Page } from './page';

/** Who is not signed in reads nothing; this tells how to sign in, whatever the server runs on. */
export function SignedOut() {
  return (
    <Page title="You are not signed in">
      <Alert
        type="info"
        statusIconAriaLabel="Info"
        action={<Button onClick={() => location.reload()}>Reload the page</Button>}
        header="Sign in to use the console"
      >
        <p>
          <strong>On your machine:</strong> open the address that <code>sluice console</code>,{' '}
          <code>sluice start</code> or <code className="nowrap">npm start</code> printed. It ends in a token,
          which is new each time the server starts; an address from an earlier start no longer works.
        </p>
        <p>
          <strong>On AWS:</strong> reload the page, and the load balancer opens the sign-in page of your
          organization.
        </p>
      </Alert>
    </Page>
  );
}
