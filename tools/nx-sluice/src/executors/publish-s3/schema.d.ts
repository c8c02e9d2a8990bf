export interface PublishS3Options {
  archive: string;
  part?: string;
  bucket?: string;
  region?: string;
  reason?: string;
  allowDirty?: boolean;
  force?: boolean;
  json?: boolean;
}
