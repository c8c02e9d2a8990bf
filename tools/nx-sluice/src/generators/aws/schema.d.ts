// Made of options.ts by `npm run reference`. Do not edit.
export interface AwsSchema {
  app?: string;
  main?: string;
  overwrite?: boolean;
}
