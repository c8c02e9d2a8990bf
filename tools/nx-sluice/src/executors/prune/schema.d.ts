// Made of options.ts by `npm run reference`. Do not edit.
export interface PruneOptions {
  /** Nx makes a number of what looks like one. */
  olderThan?: string | number;
  keep?: number;
  yes?: boolean;
  dryRun?: boolean;
  /** Nx makes a number of what looks like one. */
  app?: string | number;
  component?: string;
  bucket?: string;
  region?: string;
  json?: boolean;
}
