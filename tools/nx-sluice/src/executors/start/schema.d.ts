// Made of options.ts by `npm run reference`. Do not edit.
export interface StartOptions {
  port?: number;
  console?: number;
  json?: boolean;
}
