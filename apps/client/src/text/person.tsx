import { visibleText } from './visible-text';
import './text.css';

interface PersonParts {
  name: string;
  /** Absent: the text has none. */
  address?: string;
}

/** "Amy Anderson <amy@example.org>", "amy@example.org", or any other name that stands for an account. */
export function personParts(text: string): PersonParts {
  const [, name = '', bracketed] = /^(.*?)\s*<([^<>\s]+@[^<>\s]+)>$/.exec(text) ?? [];
  const address = bracketed ?? (/^[^<>\s@]+@[^<>\s@]+$/.test(text) ? text : undefined);
  if (address === undefined) return { name: text };
  return { name: name || address.slice(0, address.indexOf('@')), address };
}

/** "AA": of the first and the last word, or the first two letters of a single one. */
export function initialsOf(text: string): string {
  const words = personParts(text)
    .name.split(/[\s._-]+/)
    .map((word) => [...word].filter((letter) => /[\p{L}\p{N}]/u.test(letter)))
    .filter((letters) => letters.length > 0);
  const [first = [], ...others] = words;
  const last = others.at(-1);
  return (last ? [first[0], last[0]] : first.slice(0, 2)).join('').toUpperCase() || '?';
}

interface Props {
  text: string;
  /** With the address, where there is room for it. */
  isFull?: boolean;
  /** Characters of the name that are shown. */
  most?: number;
}

/** The name of a person; their address shows when pointed at, and is read out. */
export function Person({ text, isFull, most = 40 }: Props) {
  const { name, address } = personParts(text);
  const shown = [...name].length > most ? `${[...name].slice(0, most - 1).join('')}…` : name;
  return (
    <span className="on-demand" title={shown === name ? undefined : visibleText(name)}>
      <bdi className="foreign">{visibleText(shown)}</bdi>
      {address !== undefined && isFull && <bdi className="foreign muted"> {visibleText(address)}</bdi>}
      {address !== undefined && !isFull && <bdi className="exact"> {visibleText(address)}</bdi>}
    </span>
  );
}

/** The initials of several people, with their names for who points at them or listens. */
export function People({ names, most = 4 }: { names: string[]; most?: number }) {
  if (names.length === 0) return null;
  const others = names.slice(most);
  return (
    <span className="people">
      <span className="visually-hidden">by</span>
      {names.slice(0, most).map((name) => (
        <span key={name} className="initials" title={visibleText(personParts(name).name)}>
          <span aria-hidden="true">{visibleText(initialsOf(name))}</span>
          <span className="visually-hidden">{visibleText(personParts(name).name)} </span>
        </span>
      ))}
      {others.length > 0 && (
        <span
          className="initials"
          title={others.map((name) => visibleText(personParts(name).name)).join(', ')}
        >
          <span aria-hidden="true">+{others.length}</span>
          <span className="visually-hidden">and {others.length} more</span>
        </span>
      )}
    </span>
  );
}
