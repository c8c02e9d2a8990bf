/** Where the console of one of several apps lies at this path: `/apps/store`; nothing where the console shows one app. */
export function appPath(pathname: string): string {
  return /^\/apps\/[^/]+/.exec(pathname)?.[0] ?? '';
}
