export interface WorkflowsSchema {
  ci?: 'github' | 'gitlab';
}
