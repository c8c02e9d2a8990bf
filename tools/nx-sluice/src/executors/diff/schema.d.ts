// Made of options.ts by `npm run reference`. Do not edit.
export interface DiffOptions {
  /** Nx makes a number of what looks like one. */
  from: string | number;
  /** Nx makes a number of what looks like one. */
  to: string | number;
  /** Nx makes a number of what looks like one. */
  app?: string | number;
  component?: string;
  bucket?: string;
  region?: string;
  json?: boolean;
}
