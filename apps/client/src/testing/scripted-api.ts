import type { ConsoleApi, Snapshot } from '../api/console-api';

export interface ScriptedApi extends ConsoleApi {
  /** What the next looks find; an error is thrown. */
  now(answer: Snapshot | Error): void;
  /** How many looks there were. */
  looks: number;
}

/** An API whose world the test changes while the console looks at it. */
export function scriptedApi(answer: Snapshot | Error): ScriptedApi {
  const api: ScriptedApi = {
    looks: 0,
    now: (next) => {
      answer = next;
    },
    snapshot: async () => {
      api.looks += 1;
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
  return api;
}
