// Made of options.ts by `npm run reference`. Do not edit.
export interface RollbackOptions {
  env?: string;
  tag?: string;
  /** Nx makes a number of what looks like one. */
  to?: string | number;
  /** Nx makes a number of what looks like one. */
  reason?: string | number;
  /** Nx makes a number of what looks like one. */
  override?: string | number;
  dryRun?: boolean;
  yes?: boolean;
  watch?: boolean;
  /** Nx makes a number of what looks like one. */
  app?: string | number;
  component?: string;
  bucket?: string;
  region?: string;
  json?: boolean;
}
