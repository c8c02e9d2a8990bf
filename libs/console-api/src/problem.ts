/**
 * The body of every answer that is no success.
 *
 * | status | code | |
 * |---|---|---|
 * | 400 | `usage` | the request makes no sense |
 * | 401 | `signed-out` | no sign-in, or one that is over |
 * | 403 | `forbidden` | signed in, but not allowed: also another origin |
 * | 404 | `not-found` | no such environment, archive, or address |
 * | 409 | `race-lost` | somebody moved the tag since the plan was made |
 * | 413, 415 | `usage` | too large, not JSON |
 * | 422 | `refused` | a rule, a hold, a rejection, a missing confirmation |
 * | 429 | `too-many-requests` | |
 * | 500, 502, 503 | `failed`, `unavailable` | the server's own fault; the bucket's; not configured |
 */
export interface ProblemBody {
  code:
    | 'usage'
    | 'signed-out'
    | 'forbidden'
    | 'not-found'
    | 'race-lost'
    | 'refused'
    | 'too-many-requests'
    | 'failed'
    | 'unavailable';
  /** One sentence on what is wrong. */
  error: string;
  /** One sentence on what to do. */
  remedy: string;
  /** To be found in the server's log. */
  requestId: string;
}
