const api = /^\/(?:apps\/[^/?]*\/)?api(?:[/?]|$)/;

/** Whether a URL is below /api, or below that of one of several apps. */
export function isApiUrl(url: string): boolean {
  return api.test(url);
}

/** Below which the console of one of several apps lies, its API too. */
export function pathOfApp(app: string): string {
  return `/apps/${app}`;
}

/** The app that a URL names, as it is written there. */
export function appInUrl(url: string): string | undefined {
  return /^\/apps\/([^/?]+)(?:[/?]|$)/.exec(url)?.[1];
}
