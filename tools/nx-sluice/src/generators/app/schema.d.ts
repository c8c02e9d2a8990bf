// Made of options.ts by `npm run reference`. Do not edit.
export interface AppSchema {
  name: string;
  projects: string | string[];
  directory?: string;
  app?: string;
  buildTarget?: string;
}
