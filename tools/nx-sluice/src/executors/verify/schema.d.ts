// Made of options.ts by `npm run reference`. Do not edit.
export interface VerifyOptions {
  /** Nx makes a number of what looks like one. */
  subject: string | number;
  key?: string;
  builder?: string;
  /** Nx makes a number of what looks like one. */
  app?: string | number;
  component?: string;
  bucket?: string;
  region?: string;
  json?: boolean;
}
