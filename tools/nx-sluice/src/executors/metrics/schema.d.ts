// Made of options.ts by `npm run reference`. Do not edit.
export interface MetricsOptions {
  env?: string;
  weeks?: number;
  timeZone?: string;
  /** Nx makes a number of what looks like one. */
  app?: string | number;
  bucket?: string;
  region?: string;
  json?: boolean;
}
