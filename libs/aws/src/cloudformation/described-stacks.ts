import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import type { Stacks } from '@sluice/release';
import { explain } from '../failures/explain';
import { silent } from '../silent';
import { timeouts } from '../timeouts';

/** Where the stacks are. What is absent, the AWS SDK takes from its own variables and files. */
export interface StacksAddress {
  region?: string;
  /** For a server that is not AWS. */
  endpoint?: string;
  credentials?: { accessKeyId: string; secretAccessKey: string };
  /** The profile of the AWS SDK's files whose credentials are used, whatever its variables say. */
  profile?: string;
}

export class DescribedStacks implements Stacks {
  constructor(private readonly client: CloudFormationClient) {}

  async state(name: string): Promise<string | undefined> {
    try {
      const { Stacks } = await this.client.send(new DescribeStacksCommand({ StackName: name }));
      return Stacks?.[0]?.StackStatus;
    } catch (error) {
      // CloudFormation has no error of its own for it.
      if (error instanceof Error && /does not exist/.test(error.message)) return undefined;
      throw explain(error, 'read the state', `The stack "${name}"`);
    }
  }

  /** Ends the connections that are kept alive, so that a process can end. */
  close(): void {
    this.client.destroy();
  }
}

export function openDescribedStacks({
  region,
  endpoint,
  credentials,
  profile,
}: StacksAddress): DescribedStacks {
  return new DescribedStacks(
    new CloudFormationClient({
      region,
      ...(endpoint === undefined ? {} : { endpoint }),
      ...(credentials === undefined ? {} : { credentials }),
      ...(profile === undefined ? {} : { profile, logger: silent }),
      requestHandler: timeouts(),
    }),
  );
}
