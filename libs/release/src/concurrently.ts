/** Maps with at most `width` calls at a time; results keep the order of the items. The first failure ends it. */
export async function mapConcurrently<T, R>(
  items: readonly T[],
  width: number,
  map: (item: T, index: number) => R | Promise<R>,
): Promise<R[]> {
  const results = new Array<R>(items.length);
  const remaining = items.entries();
  const worker = async () => {
    for (const [index, item] of remaining) results[index] = await map(item, index);
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
  return results;
}
