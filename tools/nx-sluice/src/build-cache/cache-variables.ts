/** The variables by which Nx finds a remote cache (https://nx.dev/docs/kb/self-hosted-caching). */
export function cacheVariables({ url, token }: { url: string; token: string }): Record<string, string> {
  return { NX_SELF_HOSTED_REMOTE_CACHE_SERVER: url, NX_SELF_HOSTED_REMOTE_CACHE_ACCESS_TOKEN: token };
}
