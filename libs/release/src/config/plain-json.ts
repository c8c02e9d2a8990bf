/**
 * A JSON text with blanks in place of a byte order mark, of comments and of trailing commas, which nx.json may have, too;
 * what else is wrong in it stays, at its line and column.
 */
export function plainJson(text: string): string {
  return text
    .replace(/^\ufeff/, ' ')
    .replace(/"(?:[^"\\]|\\.)*"|\/\/[^\r\n]*|\/\*[\s\S]*?\*\//g, (part) =>
      part.startsWith('"') ? part : part.replace(/[^\r\n]/g, ' '),
    )
    .replace(/"(?:[^"\\]|\\.)*"|(?<=[^\s[{,]\s*),(?=\s*[}\]])/g, (part) => (part === ',' ? ' ' : part));
}

/** @throws SyntaxError of JSON.parse when it is no JSON with comments and trailing commas either. */
export function parseJsonWithComments(text: string): unknown {
  return JSON.parse(plainJson(text));
}
