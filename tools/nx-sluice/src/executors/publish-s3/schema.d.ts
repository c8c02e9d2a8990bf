// Made of options.ts by `npm run reference`. Do not edit.
export interface PublishS3Options {
  archive: string;
  /** Nx makes a number of what looks like one. */
  app?: string | number;
  component?: string;
  bucket?: string;
  region?: string;
  /** Nx makes a number of what looks like one. */
  reason?: string | number;
  allowDirty?: boolean;
  allowStale?: boolean;
  requireCached?: boolean;
  force?: boolean;
  /** Nx makes a number of what looks like one. */
  renamedFrom?: string | number;
  watch?: boolean;
  json?: boolean;
}
