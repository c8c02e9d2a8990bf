/** Whether anything that a project is built from changed between two commits. */
export interface ContentChanges {
  affects(project: string, base: string, head: string): Promise<boolean>;
}
