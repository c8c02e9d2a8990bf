// Made of options.ts by `npm run reference`. Do not edit.
export interface CacheOptions {
  command?: string[];
  namespace?: string;
  readOnly?: boolean;
  /** Nx makes a number of what looks like one. */
  app?: string | number;
  bucket?: string;
  region?: string;
  json?: boolean;
}
