import Button, { type ButtonProps } from '@cloudscape-design/components/button';
import Link, { type LinkProps } from '@cloudscape-design/components/link';
import type { ReactNode } from 'react';
import { useHref, useNavigate } from 'react-router';

interface Props {
  /** Path and query within the console. */
  to: string;
  children: ReactNode;
  ariaLabel?: string;
}

/** A link within the console: no page is loaded, and the address can still be opened in another tab. */
export function RouteLink({
  to,
  children,
  ariaLabel,
  fontSize,
  variant,
}: Props & Pick<LinkProps, 'fontSize' | 'variant'>) {
  const navigate = useNavigate();
  const href = useHref(to);
  return (
    <Link
      href={href}
      ariaLabel={ariaLabel}
      fontSize={fontSize}
      variant={variant}
      onFollow={(event) => {
        event.preventDefault();
        void navigate(to);
      }}
    >
      {children}
    </Link>
  );
}

type RouteButtonProps = Props &
  Pick<ButtonProps, 'variant' | 'disabled' | 'disabledReason' | 'iconName' | 'fullWidth'>;

/** Looks like a button, leads like a link. */
export function RouteButton({ to, ...rest }: RouteButtonProps) {
  const navigate = useNavigate();
  const href = useHref(to);
  return (
    <Button
      {...rest}
      href={rest.disabled ? undefined : href}
      onFollow={(event) => {
        event.preventDefault();
        void navigate(to);
      }}
    />
  );
}
