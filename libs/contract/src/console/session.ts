import { z } from 'zod';

export const sessionSchema = z
  .object({
    app: z.string(),
    apps: z
      .array(z.string())
      .describe('All apps of this console, in the order of sluice.json; each is at /apps/<app>/.'),
    environment: z.string().optional().describe('The environment in which this server runs.'),
    person: z.object({
      name: z
        .string()
        .describe('The actor in the history: an email address, or the account on this machine.'),
      signedInBy: z
        .enum(['token', 'oidc'])
        .describe("token: the address that `npm start` printed. oidc: the load balancer's sign-in."),
    }),
    repository: z
      .object({
        commit: z.string().describe('URL of a commit; `{commit}` stands for it.'),
        compare: z.string().describe('URL of a comparison; `{from}` and `{to}` stand for its commits.'),
      })
      .optional()
      .describe('Pages of the repository at its host. Absent if the repository is unknown.'),
    mayMove: z
      .array(z.string())
      .describe(
        'Environments that this person can change. If several environments share a tag, they are listed only if the person can change all of them.',
      ),
    mayReject: z
      .boolean()
      .describe(
        'Whether this person can reject archives and undo rejections: true if `mayMove` is not empty.',
      ),
  })
  .meta({ id: 'Session', description: 'The current user and their permissions. `GET /api/session`' });

export type Session = z.infer<typeof sessionSchema>;

/** `DELETE /api/session` */
export const signOutSchema = z
  .object({
    continueAt: z
      .string()
      .optional()
      .describe('URL where the sign-out continues, such as that of the identity provider.'),
  })
  .meta({ id: 'SignedOut', description: 'The session of this browser has ended.' });

export type SignedOut = z.infer<typeof signOutSchema>;
