import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openEventRules, type LazyRules } from './event-rules';

let server: Server;
let rules: LazyRules;
/** What the server answers to each operation and token. */
let answers: Record<string, { status: number; body: unknown }> = {};

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Uint8Array[] = [];
    request.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    request.on('end', () => {
      const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
      const input = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Record<string, string>;
      const { status, body } = answers[`${operation} ${input.NextToken ?? input.Name ?? ''}`] ?? {
        status: 400,
        body: { __type: 'ValidationException' },
      };
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  rules = openEventRules({
    region: 'eu-west-1',
    endpoint: `http://127.0.0.1:${port}`,
    credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'example' },
  });
});

afterAll(async () => {
  await rules.close();
  await new Promise((resolve) => server.close(resolve));
});

it('reads every rule of a target, page by page, and whether it is on', async () => {
  const ok = (body: unknown) => ({ status: 200, body });
  answers = {
    'ListRuleNamesByTarget ': ok({ RuleNames: ['one'], NextToken: 'more' }),
    'ListRuleNamesByTarget more': ok({ RuleNames: ['two'] }),
    'DescribeRule one': ok({ Name: 'one', State: 'ENABLED', EventPattern: '{}' }),
    'DescribeRule two': ok({ Name: 'two', State: 'DISABLED', ScheduleExpression: 'rate(1 day)' }),
  };
  expect(await rules.targeting('arn:aws:codepipeline:eu-west-1:1:a')).toEqual([
    { name: 'one', isEnabled: true, pattern: '{}' },
    { name: 'two', isEnabled: false, pattern: undefined },
  ]);
});

it('says that it may not read them', async () => {
  answers = { 'ListRuleNamesByTarget ': { status: 400, body: { __type: 'AccessDeniedException' } } };
  await expect(rules.targeting('arn')).rejects.toMatchObject({
    kind: 'access-denied',
    message: 'AWS refused to read the rules in the default event bus: access denied.',
  });
});
