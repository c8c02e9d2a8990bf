import { UntrustedText } from '../text/untrusted-text';

/** Who did it, behind the time; nothing where nobody can tell. */
export function By({ actor }: { actor?: string }) {
  if (actor === undefined) return null;
  return (
    <>
      {' by '}
      <UntrustedText text={actor} limit={60} />
    </>
  );
}

/** Why it was done, as it was typed. */
export function Reason({ text }: { text?: string }) {
  if (text === undefined) return null;
  return (
    <p>
      “<UntrustedText text={text} limit={300} hasLines />”
    </p>
  );
}
