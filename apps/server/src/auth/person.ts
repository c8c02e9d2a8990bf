/** Who asks. */
export interface Person {
  /** What the history will say. */
  name: string;
  signedInBy: 'token' | 'oidc';
  /** What limits are counted by: one for each person, whatever they call themselves. */
  key: string;
  isPromoterOf(environment: string, app: string): boolean;
}
