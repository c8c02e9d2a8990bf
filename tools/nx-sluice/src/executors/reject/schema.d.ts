// Made of options.ts by `npm run reference`. Do not edit.
export interface RejectOptions {
  /** Nx makes a number of what looks like one. */
  sha: string | number;
  /** Nx makes a number of what looks like one. */
  reason?: string | number;
  undo?: boolean;
  /** Nx makes a number of what looks like one. */
  app?: string | number;
  component?: string;
  bucket?: string;
  region?: string;
  json?: boolean;
}
