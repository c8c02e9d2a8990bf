import { Refusal } from '../http/refusal';

/** Someone showed a sign-in, and it is none. That is what guesses look like, so these are counted. */
export class FailedSignIn extends Refusal {
  constructor(message: string, remedy: string) {
    super(401, 'signed-out', message, remedy);
  }
}
