import './placeholder.css';

interface Props {
  /** Of the new version, so that nothing moves when it does: a length of CSS. */
  height: string;
  /** Said to who cannot see it; once in a view is enough. */
  label?: string;
}

/** Keeps the place of what is being loaded. */
export function Placeholder({ height, label }: Props) {
  return (
    <div
      className="placeholder"
      style={{ minHeight: height }}
      {...(label && { role: 'status', 'aria-label': label })}
    >
      <span />
      <span />
      <span />
    </div>
  );
}
