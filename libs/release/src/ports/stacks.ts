/** The stacks of CloudFormation. Rejects with a {@link UserFacingError} when it cannot answer. */
export interface Stacks {
  /** Such as UPDATE_COMPLETE; nothing where there is no stack of this name. */
  state(name: string): Promise<string | undefined>;
}
