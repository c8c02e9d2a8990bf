import { WebLink } from './web-link';

/** Leads to the CI run; nothing where none is known, or what is known is no web address. */
export function RunLink({ run }: { run?: string }) {
  if (!run || !URL.canParse(run) || !/^https?:$/.test(new URL(run).protocol)) return null;
  return <WebLink href={run}>CI run</WebLink>;
}
