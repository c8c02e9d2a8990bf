import { findNodeAtLocation, parseTree, type JSONPath, type Node } from 'jsonc-parser';

interface Style {
  eol: string;
  /** One step of indentation. */
  unit: string;
}

/**
 * A JSON text with one value set, and every other byte as it was. (jsonc-parser's own formatting would also reformat the
 * neighbors of what it inserts.)
 * @param value nothing removes the property
 */
export function withValue(text: string, at: JSONPath, value: unknown): string {
  const root = parseTree(text);
  if (value === undefined) return without(text, root && findNodeAtLocation(root, at)?.parent);
  const style = styleOf(text);
  const found = root && findNodeAtLocation(root, at);
  if (found) {
    const rendered = render(value, indentationAt(text, found.offset), style);
    return text.slice(0, found.offset) + rendered + text.slice(found.offset + found.length);
  }
  const parentPath = at.slice(0, -1);
  const parent = root && findNodeAtLocation(root, parentPath);
  // The levels between are made with it.
  if (!parent) return withValue(text, parentPath, { [String(at.at(-1))]: value });
  return inserted(text, parent, { key: String(at.at(-1)), value }, style);
}

/** The same with one element added at the end of an array that is there. */
export function withElement(text: string, at: JSONPath, value: unknown): string {
  const root = parseTree(text);
  const array = root && findNodeAtLocation(root, at);
  return array ? inserted(text, array, { value }, styleOf(text)) : withValue(text, at, [value]);
}

/** The same with a value elsewhere, comments within it included; nothing changes where there is none. */
export function withMoved(text: string, from: JSONPath, to: JSONPath): string {
  const root = parseTree(text);
  const found = root && findNodeAtLocation(root, from);
  if (!found) return text;
  const [outer, value] = [
    indentationAt(text, found.offset),
    text.slice(found.offset, found.offset + found.length),
  ];
  const placed = withValue(without(text, found.parent), to, null);
  const { offset = 0, length = 0 } = findNodeAtLocation(parseTree(placed)!, to) ?? {};
  const inner = indentationAt(placed, offset);
  const lines = value
    .split('\n')
    .map((line, index) => (index > 0 && line.startsWith(outer) ? inner + line.slice(outer.length) : line));
  return placed.slice(0, offset) + lines.join('\n') + placed.slice(offset + length);
}

/** New properties come last; those that people expect elsewhere come behind another. */
const behind: Record<string, string> = { project: 'app' };

function inserted(text: string, parent: Node, item: { key?: string; value: unknown }, style: Style): string {
  const { children = [] } = parent;
  const outer = indentationAt(text, parent.offset);
  const [first] = children;
  const inner = first === undefined ? outer + style.unit : indentationAt(text, first.offset);
  const isOnOneLine = first !== undefined && !text.slice(parent.offset, first.offset).includes('\n');
  const value = isOnOneLine ? inline(item.value) : render(item.value, inner, style);
  const rendered = item.key === undefined ? value : `${JSON.stringify(item.key)}: ${value}`;
  if (first === undefined) {
    const end = parent.offset + parent.length - 1;
    const before = text.slice(0, end).trimEnd();
    return `${before}${style.eol}${inner}${rendered}${style.eol}${outer}${text.slice(end)}`;
  }
  const expected = behind[item.key ?? ''];
  const previous =
    children.find(({ children: [name] = [] }) => expected !== undefined && name?.value === expected) ??
    children.at(-1) ??
    first;
  const end = previous.offset + previous.length;
  if (isOnOneLine) return `${text.slice(0, end)}, ${rendered}${text.slice(end)}`;
  // A comment at the end of the line belongs to what stands before it.
  const [tail = '', comma = '', comment = ''] =
    /^(,?)([ \t]*(?:\/\/[^\r\n]*|\/\*[^\r\n]*?\*\/))/.exec(text.slice(end)) ?? [];
  const rest = text.slice(end + tail.length);
  return `${text.slice(0, end)},${comment}${style.eol}${inner}${rendered}${comma}${rest}`;
}

/** Without a property and the comma that came with it; a comment beside it stays. */
function without(text: string, property: Node | undefined): string {
  if (property === undefined) return text;
  const { parent: { children = [] } = {}, offset, length } = property;
  const at = children.indexOf(property);
  const [previous, next] = [children[at - 1], children[at + 1]];
  if (next)
    return (
      text.slice(0, offset) + commentsIn(text.slice(offset + length, next.offset)) + text.slice(next.offset)
    );
  if (!previous) return text.slice(0, offset) + text.slice(offset + length);
  const start = previous.offset + previous.length;
  const gap = commentsIn(text.slice(start, offset));
  return `${text.slice(0, start)}${gap && ` ${gap.trimEnd()}`}${text.slice(offset + length)}`;
}

/** What is between two properties, without the comma; nothing where it is white space alone. */
function commentsIn(gap: string): string {
  return /\/[/*]/.test(gap) ? gap.replace(/^\s*,?[ \t]*/, '') : '';
}

function styleOf(text: string): Style {
  return { unit: /\n([ \t]+)\S/.exec(text)?.[1] ?? '  ', eol: text.includes('\r\n') ? '\r\n' : '\n' };
}

/** The white space with which the line of this place begins. */
function indentationAt(text: string, offset: number): string {
  return /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', offset - 1) + 1))?.[0] ?? '';
}

/** Objects take a line for each property, lists of plain values one line. */
function render(value: unknown, indentation: string, { unit, eol }: Style): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const isPlainList = Array.isArray(value) && value.every((one) => typeof one !== 'object');
  const entries = Object.entries(value);
  if (isPlainList || entries.length === 0) return inline(value);
  const inner = indentation + unit;
  const lines = entries.map(([key, one]) => {
    const rendered = render(one, inner, { unit, eol });
    return `${inner}${Array.isArray(value) ? rendered : `${JSON.stringify(key)}: ${rendered}`}`;
  });
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  return `${open}${eol}${lines.join(`,${eol}`)}${eol}${indentation}${close}`;
}

function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).map(([key, one]) => `${JSON.stringify(key)}: ${inline(one)}`);
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
}
