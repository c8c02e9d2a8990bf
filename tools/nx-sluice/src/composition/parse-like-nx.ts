import type { ParseError } from 'jsonc-parser';

/**
 * Reads nx.json, project.json or package.json as Nx does: comments and trailing commas are allowed.
 * @throws SyntaxError of JSON.parse when it is no JSON either way.
 */
export async function parseLikeNx(text: string): Promise<unknown> {
  try {
    return JSON.parse(text);
  } catch (error) {
    // Few files need it, and a command should start fast.
    const { parse } = await import('jsonc-parser');
    const faults: ParseError[] = [];
    const value: unknown = parse(text, faults, { allowTrailingComma: true });
    if (faults.length > 0) throw error;
    return value;
  }
}
