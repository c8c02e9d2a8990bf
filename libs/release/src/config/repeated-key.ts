/**
 * The first key that an object of a valid JSON text has twice, with the path to it; `JSON.parse` would keep the last
 * value and drop the others silently.
 */
export function repeatedKey(text: string): string | undefined {
  const open: { keys: Set<string>; key: string }[] = [];
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"(?:\s*:)?|[{}[\]]/g)) {
    if (token === '{' || token === '[') open.push({ keys: new Set(), key: '' });
    else if (token === '}' || token === ']') open.pop();
    else if (token.endsWith(':')) {
      const here = open.at(-1);
      if (here === undefined) continue;
      here.key = JSON.parse(token.slice(0, -1)) as string;
      if (here.keys.has(here.key))
        return open
          .map(({ key }) => key)
          .filter(Boolean)
          .join('.');
      here.keys.add(here.key);
    }
  }
  return undefined;
}
