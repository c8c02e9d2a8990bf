export interface AppSchema {
  name: string;
  projects: string | string[];
  directory?: string;
  app?: string;
  buildTarget?: string;
}
