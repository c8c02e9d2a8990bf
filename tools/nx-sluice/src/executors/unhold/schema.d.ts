// Made of options.ts by `npm run reference`. Do not edit.
export interface UnholdOptions {
  env?: string;
  tag?: string;
  /** Nx makes a number of what looks like one. */
  reason?: string | number;
  watch?: boolean;
  /** Nx makes a number of what looks like one. */
  app?: string | number;
  component?: string;
  bucket?: string;
  region?: string;
  json?: boolean;
}
