/** Who looks, and what they may do. `GET /api/session` */
export interface Session {
  app: string;
  /** The environment that this server itself runs in. */
  environment?: string;
  person: {
    /** What the history will say: an e-mail address, or the account on this machine. */
    name: string;
    /** `token`: the address that `npm start` printed. `oidc`: the load balancer's sign-in. */
    signedInBy: 'token' | 'oidc';
  };
  /** Names of the environments that this person may move. */
  mayMove: string[];
}
