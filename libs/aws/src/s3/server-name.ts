import type { S3Client } from '@aws-sdk/client-s3';

/** Lets `hear` have what each answer says of the server that gave it. */
export function onServerHeader(client: S3Client, hear: (server: string) => void): void {
  client.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const { server } = (result.response as { headers?: Record<string, string> }).headers ?? {};
      if (server !== undefined) hear(server);
      return result;
    },
    { step: 'deserialize', name: 'onServerHeader', priority: 'low' },
  );
}
