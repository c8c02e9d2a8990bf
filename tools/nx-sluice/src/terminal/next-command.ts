import type { NextCommand, Settings } from '@sluice/release';

/** Names the app where the workspace has several, and the component where the command is about one. */
export function nextCommandFor(
  { app, isOneOfSeveral }: Pick<Settings, 'app' | 'isOneOfSeveral'>,
  component?: string,
): NextCommand {
  const options = [
    ...(isOneOfSeveral ? [`--app=${app}`] : []),
    ...(component === undefined ? [] : [`--component=${component}`]),
  ];
  return (...args) => ['npx sluice', ...args, ...options].join(' ');
}
