import {
  DescribeRuleCommand,
  EventBridgeClient,
  ListRuleNamesByTargetCommand,
  type ListRuleNamesByTargetCommandOutput,
} from '@aws-sdk/client-eventbridge';
import type { EventRule, EventRules } from '@sluice/release';
import { explain } from '../failures/explain';
import { silent } from '../silent';
import { timeouts } from '../timeouts';

/** Where the rules are. What is absent, the AWS SDK takes from its own variables and files. */
export interface RulesAddress {
  region?: string;
  /** For a server that is not AWS; otherwise AWS_ENDPOINT_URL_EVENTBRIDGE and AWS_ENDPOINT_URL say it. */
  endpoint?: string;
  credentials?: { accessKeyId: string; secretAccessKey: string };
  /** The profile of the AWS SDK's files whose credentials are used, whatever its variables say. */
  profile?: string;
}

/** The rules of EventBridge's default bus, which is where S3 sends its events. */
export class BusRules implements EventRules {
  constructor(private readonly client: EventBridgeClient) {}

  async targeting(arn: string): Promise<EventRule[]> {
    try {
      return await Promise.all((await this.names(arn)).map((name) => this.rule(name)));
    } catch (error) {
      throw explain(error, 'read the rules', 'The default event bus');
    }
  }

  /** Ends the connections that are kept alive, so that a process can end. */
  close(): void {
    this.client.destroy();
  }

  private async names(arn: string): Promise<string[]> {
    const names: string[] = [];
    let NextToken: string | undefined;
    do {
      const page: ListRuleNamesByTargetCommandOutput = await this.client.send(
        new ListRuleNamesByTargetCommand({ TargetArn: arn, NextToken }),
      );
      names.push(...(page.RuleNames ?? []));
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    return names;
  }

  private async rule(name: string): Promise<EventRule> {
    const { State = '', EventPattern } = await this.client.send(new DescribeRuleCommand({ Name: name }));
    return { name, isEnabled: State.startsWith('ENABLED'), pattern: EventPattern };
  }
}

export function openBusRules({ region, endpoint, credentials, profile }: RulesAddress): BusRules {
  return new BusRules(
    new EventBridgeClient({
      region,
      ...(endpoint === undefined ? {} : { endpoint }),
      ...(credentials === undefined ? {} : { credentials }),
      ...(profile === undefined ? {} : { profile, logger: silent }),
      requestHandler: timeouts(),
    }),
  );
}
