// Made of options.ts by `npm run reference`. Do not edit.
export interface ConsoleOptions {
  port?: number;
  bucket?: string;
  region?: string;
  json?: boolean;
}
