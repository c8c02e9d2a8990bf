/** A rule that sends events to a target. */
export interface EventRule {
  name: string;
  isEnabled: boolean;
  /** The pattern that events must match, as JSON; absent for a rule that goes by the clock. */
  pattern?: string;
}

/** The rules of EventBridge. Rejects with a {@link UserFacingError} when it cannot answer. */
export interface EventRules {
  /** Those of the default bus whose target has this ARN. */
  targeting(arn: string): Promise<EventRule[]>;
}
