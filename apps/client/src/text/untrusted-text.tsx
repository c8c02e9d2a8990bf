import { useState } from 'react';
import { visibleText } from './visible-text';
import './text.css';

interface Props {
  text: string;
  className?: string;
  /** It may have several: a reason, an error. Else line breaks are shown as spaces. */
  hasLines?: boolean;
  /** Characters that are shown at first; a button shows the others. */
  limit?: number;
}

/**
 * Shows text that someone else wrote: as plain text, with what hides or reorders made visible. `bdi` keeps its
 * direction from reordering what stands around it.
 */
export function UntrustedText({ text, className, hasLines, limit = 200 }: Props) {
  const [isWhole, setWhole] = useState(false);
  const shown = beginning(text, limit);
  const isLong = shown.length < text.length;
  return (
    <>
      <bdi className={['foreign', hasLines && 'lines', className].filter(Boolean).join(' ')}>
        {visibleText(isWhole ? text : shown)}
        {isLong && !isWhole && '…'}
      </bdi>
      {isLong && (
        <>
          {' '}
          <button
            type="button"
            className="text-button"
            aria-expanded={isWhole}
            onClick={() => setWhole(!isWhole)}
          >
            {isWhole ? 'Show less' : `Show all ${text.length} characters`}
          </button>
        </>
      )}
    </>
  );
}

/** The first `limit` characters, with "…" where some are left out; all when not much would be. */
export function shortened(text: string, limit: number): string {
  const shown = beginning(text, limit);
  return shown.length < text.length ? `${shown}…` : shown;
}

/** The first `limit` characters, a little more when nothing much would be left out; no character is cut in two. */
function beginning(text: string, limit: number): string {
  if (text.length <= limit * 1.2) return text;
  return [...text.slice(0, limit + 1)].slice(0, -1).join('');
}
