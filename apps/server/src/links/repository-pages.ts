import type { Session } from '@sluice/contract';

type RepositoryPages = NonNullable<Session['repository']>;

/**
 * The pages of commits and comparisons at the host of a repository. Hosts that are neither GitLab nor Bitbucket have
 * the paths of GitHub, as Gitea and Forgejo do.
 *
 * @param address of the web, or as git knows a remote: `git@github.com:acme/shop.git`
 * @returns nothing where it is no address of a web server, such as a folder
 */
export function repositoryPages(address: string): RepositoryPages | undefined {
  const page = webAddress(address);
  if (page === undefined) return undefined;
  const { hostname } = new URL(page);
  if (/(?:^|[.-])gitlab[.-]/.test(hostname))
    return { commit: `${page}/-/commit/{commit}`, compare: `${page}/-/compare/{from}...{to}` };
  if (hostname === 'bitbucket.org')
    return { commit: `${page}/commits/{commit}`, compare: `${page}/branches/compare/{to}..{from}` };
  return { commit: `${page}/commit/{commit}`, compare: `${page}/compare/{from}...{to}` };
}

/** Without user, password, query and `.git`: a remote can carry a token. */
function webAddress(address: string): string | undefined {
  const scp = /^(?:[\w.-]+@)?([\w-]+(?:\.[\w-]+)+):(?!\/)(.+)$/.exec(address);
  const text = scp === null ? address : `https://${scp[1]}/${scp[2]}`;
  if (!URL.canParse(text)) return undefined;
  const { protocol, hostname, host, pathname } = new URL(text);
  const path = pathname.replace(/\/+$/, '').replace(/\.git$/, '');
  if (path === '' || hostname === '') return undefined;
  // The port of a remote over ssh is not that of its pages.
  if (protocol === 'ssh:') return `https://${hostname}${path}`;
  return /^https?:$/.test(protocol) ? `${protocol}//${host}${path}` : undefined;
}
