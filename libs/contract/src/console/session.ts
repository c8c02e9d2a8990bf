import { z } from 'zod';

export const sessionSchema = z
  .object({
    app: z.string(),
    apps: z
      .array(z.string())
      .describe('All apps that this console shows, in the order of sluice.json; each is at /apps/<app>/.'),
    environment: z.string().optional().describe('The environment that this server itself runs in.'),
    person: z.object({
      name: z
        .string()
        .describe('What the history will say: an e-mail address, or the account on this machine.'),
      signedInBy: z
        .enum(['token', 'oidc'])
        .describe("token: the address that `npm start` printed. oidc: the load balancer's sign-in."),
    }),
    mayMove: z
      .array(z.string())
      .describe(
        'Names of the environments that this person may move. One whose tag others watch too is here only if they all may be moved.',
      ),
    mayReject: z
      .boolean()
      .describe('Whether this person may reject an archive and take that back: whoever may move anything.'),
  })
  .meta({ id: 'Session', description: 'Who looks, and what they may do. `GET /api/session`' });

export type Session = z.infer<typeof sessionSchema>;
