// Made of options.ts by `npm run reference`. Do not edit.
export interface StatusOptions {
  /** Nx makes a number of what looks like one. */
  app?: string | number;
  component?: string;
  bucket?: string;
  region?: string;
  format?: 'text' | 'markdown';
  json?: boolean;
}
