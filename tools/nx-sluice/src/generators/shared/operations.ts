/** The targets that act on the tags of an app; each is an executor with nothing to configure. */
export const operations = [
  'promote',
  'hold',
  'unhold',
  'rollback',
  'history',
  'status',
  'diff',
  'watch',
  'redeploy',
  'reject',
  'prune',
  'doctor',
] as const;
