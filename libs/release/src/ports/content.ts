/** Whether anything that a project is built from changed between two commits. */
export interface ContentChanges {
  /** Answered by the project graph that `head` has, whatever is checked out. */
  affects(project: string, base: string, head: string): Promise<boolean>;
}
