// Made of options.ts by `npm run reference`. Do not edit.
export interface EnvironmentSchema {
  name: string;
  tag?: string;
  app?: string;
  requires?: string | string[];
  confirm?: boolean;
}
