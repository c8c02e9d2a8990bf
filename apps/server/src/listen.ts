import type { FastifyInstance } from 'fastify';
import type { Configuration } from './config/configuration';
import { ConfigurationError } from './config/configuration-error';

const explanations: Record<string, string> = {
  EADDRINUSE: 'is taken',
  EACCES: 'cannot be used by this account',
  EADDRNOTAVAIL: 'is not an address of this machine',
  ENOTFOUND: 'cannot be resolved',
};

/** @throws ConfigurationError when host and port cannot be listened on */
export async function listen(app: FastifyInstance, { host, port }: Configuration): Promise<void> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    const explanation = explanations[(error as NodeJS.ErrnoException).code ?? ''];
    if (!explanation) throw error;
    throw new ConfigurationError(
      `The server cannot listen: ${host}:${port} ${explanation}.`,
      'Set HOST and PORT to others; PORT=0 takes any free port.',
      { cause: error },
    );
  }
}
