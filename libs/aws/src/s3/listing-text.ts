import { Readable } from 'node:stream';
import type { ListObjectVersionsCommand } from '@aws-sdk/client-s3';

/** Lets `hear` have the text of the answer before the SDK makes two lists of what is one. */
export function captureListingXml(command: ListObjectVersionsCommand, hear: (text: string) => void): void {
  command.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const response = result.response as { statusCode?: number; body?: unknown };
      if (response.statusCode === 200 && response.body instanceof Readable) {
        const chunks: Uint8Array[] = [];
        for await (const chunk of response.body) chunks.push(chunk as Uint8Array);
        const bytes = Buffer.concat(chunks);
        hear(bytes.toString('utf8'));
        response.body = Readable.from([bytes]);
      }
      return result;
    },
    // Next to the wire, so that nobody has read the answer yet.
    { step: 'deserialize', name: 'captureListingXml', priority: 'low' },
  );
}
