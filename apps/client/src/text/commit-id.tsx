/** The first eight digits of a commit, the whole of it as title. */
export function CommitId({ commit }: { commit?: string }) {
  if (!commit) return <span className="muted">unknown commit</span>;
  return (
    <code className="commit" title={commit}>
      {commit.slice(0, 8)}
    </code>
  );
}
