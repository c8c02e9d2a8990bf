export interface PublishS3Options {
  archive: string;
  part?: string;
  bucket?: string;
  region?: string;
  /** Nx makes a number of what looks like one. */
  reason?: string | number;
  allowDirty?: boolean;
  force?: boolean;
  watch?: boolean;
  json?: boolean;
}
