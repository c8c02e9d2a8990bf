/**
 * How many of the characters of a text fit, each as it is encoded; nothing when all of them do.
 * @param room in the units of the encoded characters' length
 */
export function countThatFits(encoded: readonly string[], room: number): number | undefined {
  let size = 0;
  const end = encoded.findIndex((character) => (size += character.length) > room);
  return end < 0 ? undefined : end;
}
