/** The contexts of GitHub's expressions: `github`, `inputs`, `vars`, … */
export type Contexts = Record<string, unknown>;

function read(path: string, contexts: Contexts): unknown {
  return path
    .split('.')
    .reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], contexts);
}

function term(text: string, contexts: Contexts): unknown {
  const literal = /^'(.*)'$/s.exec(text);
  return literal ? literal[1] : read(text, contexts);
}

/**
 * Replaces `${{ … }}` in a value of a workflow's `env`: paths, literals and `||`, which is all that these workflows
 * have there. An absent value is an empty string, as on GitHub.
 *
 * @throws for any other expression
 */
export function interpolate(text: string, contexts: Contexts): string {
  return text.replace(/\$\{\{(.+?)\}\}/gs, (_, expression: string) => {
    const terms = expression.split('||').map((part) => part.trim());
    for (const part of terms) {
      if (!/^('[^']*'|[\w.-]+)$/.test(part)) throw new Error(`The expression ${part} is not evaluated here.`);
    }
    return String(terms.map((part) => term(part, contexts)).find(Boolean) ?? '');
  });
}
