import Link from '@cloudscape-design/components/link';
import type { ReactNode } from 'react';

interface Props {
  href?: string;
  children: ReactNode;
  /** It stands among words, where a color alone tells not everybody that it is a link. */
  isInText?: boolean;
}

/** Leads out of the console. Metadata can hold any text, so only web addresses become links. */
export function WebLink({ href, children, isInText }: Props) {
  if (!href || !URL.canParse(href) || !/^https?:$/.test(new URL(href).protocol)) return children;
  return (
    <Link href={href} variant={isInText ? 'primary' : 'secondary'} target="_blank" rel="noopener noreferrer">
      {children}
    </Link>
  );
}
