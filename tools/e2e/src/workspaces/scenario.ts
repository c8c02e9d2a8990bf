import type { Workspace } from './workspace';

export interface Scenario {
  name: string;
  about: string;
  run(workspace: Workspace): Promise<void>;
}
