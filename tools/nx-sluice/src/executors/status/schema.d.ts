export interface StatusOptions {
  part?: string;
  bucket?: string;
  region?: string;
  json?: boolean;
}
