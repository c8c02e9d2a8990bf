import type { S3Client } from '@aws-sdk/client-s3';

/** Calls `onAnswer` for each answer with what it says of the server that gave it; some say nothing. */
export function onServerHeader(client: S3Client, onAnswer: (server: string | undefined) => void): void {
  client.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const { server } = (result.response as { headers?: Record<string, string> }).headers ?? {};
      onAnswer(server);
      return result;
    },
    { step: 'deserialize', name: 'onServerHeader', priority: 'low' },
  );
}
