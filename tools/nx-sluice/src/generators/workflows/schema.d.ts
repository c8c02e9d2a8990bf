// Made of options.ts by `npm run reference`. Do not edit.
export interface WorkflowsSchema {
  ci?: 'github' | 'gitlab';
}
