import { isScalar, isSeq, parseDocument } from 'yaml';

const place = ['on', 'workflow_dispatch', 'inputs', 'tag', 'options'];

/**
 * Adds a value to the choices of the input `tag` of a GitHub workflow. Everything else stays byte for byte.
 * @returns nothing when the workflow has no such choices, or has the value already
 */
export function withChoice(text: string, value: string): string | undefined {
  const document = parseDocument(text);
  const options = document.errors.length > 0 ? undefined : document.getIn(place, true);
  if (!isSeq(options)) return undefined;
  const values = options.items.map((item) => (isScalar(item) ? item.value : undefined));
  const last = options.items.at(-1);
  if (values.includes(value) || !isScalar(last) || !last.range) return undefined;
  const [start, end] = last.range;
  if (options.flow) return `${text.slice(0, end)}, ${value}${text.slice(end)}`;
  const line = text.slice(text.lastIndexOf('\n', start) + 1, start);
  return `${text.slice(0, end)}\n${line}${value}${text.slice(end)}`;
}

/** Whether the input `tag` of a GitHub workflow has choices. */
export function hasChoices(text: string): boolean {
  return isSeq(parseDocument(text).getIn(place, true));
}
