// Made of options.ts by `npm run reference`. Do not edit.
export interface InitSchema {
  app?: string;
  configure?: boolean;
}
