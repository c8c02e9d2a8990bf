import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What an operation answers to its input; thrown as `{ type }`, an error of AWS's by that name. */
export type Answers = Record<string, (input: Record<string, string>) => unknown>;

/** A server of AWS's JSON protocol on a loopback port: `CodePipeline.GetPipeline` and its like answer as a test says. */
export class AwsAnswers {
  answers: Answers = {};
  private constructor(
    private readonly server: Server,
    readonly endpoint: string,
  ) {}

  static async open(): Promise<AwsAnswers> {
    const server = createServer();
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo;
    const opened = new AwsAnswers(server, `http://127.0.0.1:${port}`);
    server.on('request', (request: IncomingMessage, response) => {
      void bodyOf(request).then((body) => {
        const { status, answer } = opened.answer(String(request.headers['x-amz-target']), body);
        response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
        response.end(JSON.stringify(answer));
      });
    });
    return opened;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** `CodePipeline_20150709.GetPipeline` is known here without its date, `AWSEvents.DescribeRule` as it is. */
  private answer(target: string, body: string): { status: number; answer: unknown } {
    const act = this.answers[target.replace(/_\d+\./, '.')];
    if (act === undefined) return { status: 400, answer: { __type: 'UnknownOperationException' } };
    try {
      return { status: 200, answer: act(JSON.parse(body || '{}') as Record<string, string>) };
    } catch (error) {
      if (!(error instanceof AwsRefusal)) throw error;
      return { status: 400, answer: { __type: error.type, message: error.message } };
    }
  }
}

/** An error of AWS's, by its name. */
export class AwsRefusal extends Error {
  constructor(readonly type: string) {
    super(`${type}, as scripted`);
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks).toString('utf8');
}
