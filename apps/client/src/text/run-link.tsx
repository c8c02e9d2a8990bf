/** Leads to the CI run. Metadata can hold any text, so only web addresses become links. */
export function RunLink({ run }: { run?: string }) {
  if (!run || !URL.canParse(run) || !/^https?:$/.test(new URL(run).protocol)) return null;
  return (
    <a href={run} target="_blank" rel="noopener noreferrer">
      CI run
    </a>
  );
}
