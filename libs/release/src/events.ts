/** Progress, as data: whoever runs a command decides how it looks. */
export type ReleaseEvent =
  | { kind: 'verified'; files: number; size: number; digest: string }
  | { kind: 'uploading'; key: string; size: number }
  | { kind: 'copying'; from: string; to: string }
  | { kind: 'retrying'; key: string; why: string }
  | { kind: 'warning'; message: string };
