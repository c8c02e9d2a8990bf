/** Whether a write failed because there is no room: on the disk, in the user's quota, or in what one file may hold. */
export function isDiskFull(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT', 'EFBIG'].includes((error as NodeJS.ErrnoException | undefined)?.code ?? '');
}
