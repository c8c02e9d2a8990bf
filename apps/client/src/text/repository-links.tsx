import type { ReactNode } from 'react';
import { useSession } from '../api/api-context';
import { WebLink } from './web-link';

const isCommit = (text: string | undefined) => text !== undefined && /^[0-9a-f]{40}$/.test(text);

/** Leads to a commit at the host of the repository; where that is unknown, its children are no link. */
export function CommitPage({ commit, children }: { commit?: string; children?: ReactNode }) {
  const pages = useSession()?.repository;
  if (!pages || commit === undefined || !isCommit(commit)) return children;
  return <WebLink href={pages.commit.replace('{commit}', commit)}>{children ?? 'View commit'}</WebLink>;
}

/** Leads to a comparison at the host of the repository; nothing where one of the two is no commit. */
export function ComparePage({ from, to }: { from?: string; to?: string }) {
  const pages = useSession()?.repository;
  if (!pages || !isCommit(from) || !isCommit(to) || from === to) return null;
  const href = pages.compare.replace('{from}', from ?? '').replace('{to}', to ?? '');
  return <WebLink href={href}>View comparison</WebLink>;
}
