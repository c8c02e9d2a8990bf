import type { Board } from '@sluice/contract';
import { deploymentOf } from '../environments/deployment';

/** Environments of an app that ask for someone. */
export interface AppState {
  failed: string[];
  waiting: string[];
}

export function stateOf({ environments }: Board): AppState {
  const names = (isSo: (one: Board['environments'][number]) => boolean) =>
    environments.filter(isSo).map(({ name }) => name);
  return {
    failed: names((one) => deploymentOf(one).arrival === 'failed'),
    waiting: names((one) => one.waiting !== undefined),
  };
}

/** What the filter can show. */
export const states = [
  { value: 'all', text: 'All apps' },
  { value: 'failed', text: 'Failed deployments' },
  { value: 'waiting', text: 'Waiting for promotion' },
] as const;

interface Filter {
  search: string;
  state: (typeof states)[number]['value'];
}

/** Whether an app has what the filter asks for; one whose board is not there yet is shown unless its state is asked for. */
export function isShown(app: string, board: Board | undefined, { search, state }: Filter): boolean {
  const text = [
    app,
    ...(board?.environments ?? []).flatMap(({ name, live, current }) => [
      name,
      live?.subject,
      current?.subject,
      current?.commit,
    ]),
  ]
    .join('\n')
    .toLowerCase();
  const isFound = search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
  return isFound && (state === 'all' || (board !== undefined && stateOf(board)[state].length > 0));
}
