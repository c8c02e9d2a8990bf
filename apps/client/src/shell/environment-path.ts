/** Where the page of an environment lies, below the console of its app; its plans lie below that. */
export function environmentPath(name: string): string {
  return `/environments/${encodeURIComponent(name)}`;
}
