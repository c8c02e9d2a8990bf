// Made of options.ts by `npm run reference`. Do not edit.
export interface PackageArchiveOptions {
  output: string;
  assets?: { input: string; glob?: string; ignore?: string[]; output: string }[];
  sources?: boolean;
  allowSecrets?: string[];
  json?: boolean;
}
