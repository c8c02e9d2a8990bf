export interface HistoryOptions {
  env?: string;
  tag?: string;
  limit?: number;
  part?: string;
  bucket?: string;
  region?: string;
  json?: boolean;
}
