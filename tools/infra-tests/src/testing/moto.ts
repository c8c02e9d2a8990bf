import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStacksCommand,
  ListStackResourcesCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import {
  CodePipelineClient,
  CreatePipelineCommand,
  type PipelineDeclaration,
} from '@aws-sdk/client-codepipeline';
import { freePort } from './free-port';
import { inRepository } from './repository';

// The advice to take a newer Node is for whoever writes the SDK into an app, not for whoever reads a test's output.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

const access = {
  region: 'us-east-1',
  credentials: { accessKeyId: 'testing', secretAccessKey: 'testing' },
  maxAttempts: 1,
};

/** moto reads the service and the region from here, and checks no signature. */
function authorization(service: string): string {
  return `AWS4-HMAC-SHA256 Credential=testing/20260101/us-east-1/${service}/aws4_request`;
}

/** A moto server of its own, and the few calls that the specs make on it. */
export class Moto {
  private constructor(
    private readonly server: ChildProcess,
    private readonly endpoint: string,
  ) {}

  static async start(program: string): Promise<Moto> {
    const port = await freePort();
    const server = spawn(program, ['-H', '127.0.0.1', '-p', String(port)], {
      stdio: 'ignore',
    });
    const moto = new Moto(server, `http://127.0.0.1:${port}`);
    for (let attempt = 0; attempt < 200; attempt++) {
      const answer = await fetch(`${moto.endpoint}/moto-api/data.json`).catch(() => undefined);
      if (answer?.ok) return moto;
      await new Promise((wake) => setTimeout(wake, 100));
    }
    await moto.stop();
    throw new Error('moto_server did not answer within 20 seconds.');
  }

  async stop(): Promise<void> {
    this.formation.destroy();
    this.pipelines.destroy();
    const gone = once(this.server, 'exit');
    this.server.kill('SIGKILL');
    await gone;
  }

  private readonly formation = new CloudFormationClient({ ...access, endpoint: () => this.url() });
  private readonly pipelines = new CodePipelineClient({ ...access, endpoint: () => this.url() });

  private async url() {
    const { hostname, port } = new URL(this.endpoint);
    return { protocol: 'http:', hostname, port: Number(port), path: '/' };
  }

  /** For a client of one's own. */
  get address() {
    return { region: access.region, credentials: access.credentials, endpoint: this.endpoint };
  }

  /** The ids of the account's default network: the VPC's and two subnets'. */
  async network(): Promise<{ VpcId: string; SubnetIds: string }> {
    const answer = await fetch(this.endpoint, {
      method: 'POST',
      headers: { authorization: authorization('ec2') },
      body: new URLSearchParams({ Action: 'DescribeSubnets', Version: '2016-11-15' }),
    });
    const xml = await answer.text();
    const ids = (name: string) =>
      [...xml.matchAll(new RegExp(`<${name}>([^<]+)</`, 'g'))].map((m) => m[1] ?? '');
    return { VpcId: ids('vpcId')[0] ?? '', SubnetIds: ids('subnetId').slice(0, 2).join(',') };
  }

  /** Creates or updates a stack; answers its resources' types and its outputs. */
  async deploy(name: string, template: string, parameters: Record<string, string>, update = false) {
    const input = {
      StackName: name,
      TemplateBody: readFileSync(inRepository(template), 'utf8'),
      Capabilities: ['CAPABILITY_NAMED_IAM' as const],
      Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({
        ParameterKey,
        ParameterValue,
      })),
    };
    await this.formation.send(update ? new UpdateStackCommand(input) : new CreateStackCommand(input));
    const { Stacks } = await this.formation.send(new DescribeStacksCommand({ StackName: name }));
    const resources = await this.formation.send(new ListStackResourcesCommand({ StackName: name }));
    return {
      status: Stacks?.[0]?.StackStatus,
      outputs: Object.fromEntries(
        (Stacks?.[0]?.Outputs ?? []).map(({ OutputKey, OutputValue }) => [
          OutputKey ?? '',
          OutputValue ?? '',
        ]),
      ),
      types: new Set((resources.StackResourceSummaries ?? []).map(({ ResourceType }) => ResourceType ?? '')),
    };
  }

  /** Creates the pipeline, then reads it back. */
  async pipeline(declaration: PipelineDeclaration): Promise<PipelineDeclaration | undefined> {
    await this.pipelines.send(new CreatePipelineCommand({ pipeline: declaration }));
    // Without the SDK, which cannot read the form that moto gives the times in.
    const answer = await fetch(this.endpoint, {
      method: 'POST',
      headers: {
        authorization: authorization('codepipeline'),
        'x-amz-target': 'CodePipeline_20150709.GetPipeline',
      },
      body: JSON.stringify({ name: declaration.name }),
    });
    const { pipeline } = (await answer.json()) as { pipeline?: PipelineDeclaration };
    return pipeline;
  }
}
