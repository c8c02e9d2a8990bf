// Made of options.ts by `npm run reference`. Do not edit.
export interface StartOptions {
  port?: number;
  environmentPort?: number;
  json?: boolean;
}
