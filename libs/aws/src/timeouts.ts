/** Milliseconds until a connection must stand. */
const connectionTimeout = 10_000;

/** Milliseconds that a connection may be still while an answer is due. S3 needs less than a second, a copy some. */
const idleTimeout = 30_000;

/** What every client waits for, as @smithy/node-http-handler takes it. */
export interface Timeouts {
  connectionTimeout: number;
  socketTimeout: number;
}

/**
 * Fails a request whose connection is still for too long, be it before the answer or in the midst of it. It is the
 * stillness that counts: `requestTimeout` of the same handler merely warns, and where it is told to throw, it cuts
 * uploads that take long and continue all the time.
 *
 * @param idle milliseconds
 */
export function timeouts(idle = idleTimeout): Timeouts {
  return { connectionTimeout, socketTimeout: idle };
}
