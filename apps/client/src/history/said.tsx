import { Person } from '../text/person';
import { UntrustedText } from '../text/untrusted-text';

/** Who did it, behind the time; nothing where nobody can tell. */
export function By({ actor }: { actor?: string }) {
  if (actor === undefined) return null;
  return (
    <>
      {' by '}
      <Person text={actor} />
    </>
  );
}

/** Why it was done, as it was typed. */
export function Reason({ text }: { text?: string }) {
  if (text === undefined) return null;
  return (
    <p className="muted reason">
      “<UntrustedText text={text} limit={300} hasLines />”
    </p>
  );
}
