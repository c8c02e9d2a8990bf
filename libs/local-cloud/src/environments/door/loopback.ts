/** The only address that anything here listens on. */
export const loopback = '127.0.0.1';
