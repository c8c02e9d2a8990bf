// Made of options.ts by `npm run reference`. Do not edit.
export interface ActivityOptions {
  env?: string;
  /** Nx makes a number of what looks like one. */
  person?: string | number;
  kinds?: string;
  /** Nx makes a number of what looks like one. */
  since?: string | number;
  /** Nx makes a number of what looks like one. */
  until?: string | number;
  limit?: number;
  format?: 'text' | 'csv';
  /** Nx makes a number of what looks like one. */
  app?: string | number;
  bucket?: string;
  region?: string;
  json?: boolean;
}
