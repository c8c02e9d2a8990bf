/** Why something is refused, and what to do about it. */
export interface Cause {
  /** One clause. */
  explanation: string;
  /** One sentence. */
  remedy: string;
}

/**
 * The message and the remedy of a refusal. Where it has several causes, each is numbered and its remedy carries the same
 * number, so that nobody does one thing and is refused again for the next.
 * @param what what is refused, as the beginning of a sentence: `The promotion to "prod" is refused`.
 */
export function describeCauses(what: string, causes: readonly Cause[]): { message: string; remedy: string } {
  const [first, second] = causes;
  if (second === undefined)
    return { message: `${what}: ${first?.explanation ?? ''}.`, remedy: first?.remedy ?? '' };
  const explanations = causes.map(({ explanation }, index) => `(${index + 1}) ${explanation}`);
  const numbers = new Map<string, number[]>();
  for (const [index, { remedy }] of causes.entries())
    numbers.set(remedy, [...(numbers.get(remedy) ?? []), index + 1]);
  return {
    message: `${what} for ${causes.length} reasons: ${explanations.join('; ')}.`,
    remedy: [...numbers].map(([remedy, of]) => `(${of.join(', ')}) ${remedy}`).join(' '),
  };
}
