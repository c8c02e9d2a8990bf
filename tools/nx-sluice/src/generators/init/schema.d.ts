export interface InitSchema {
  app?: string;
  configure?: boolean;
}
