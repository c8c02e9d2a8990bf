import type { FastifyHttpOptions } from 'fastify';
import type { Server } from 'node:http';

/** How long connections and requests may take, in milliseconds, and how large the headers of a request may be. */
export const connectionLimits = {
  /**
   * Above the load balancer's idle timeout (aws/cfn-template.yml, 120 seconds): whoever closes first must be the load
   * balancer, or it sends a request over a connection that is just being closed, and answers 502
   * (https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html).
   */
  keepAliveTimeout: 125_000,
  /** Until a request has arrived whole. Fastify's own default would switch off Node's. */
  requestTimeout: 60_000,
  /** Bytes. As much as a load balancer lets through: what it says of a person, and its cookies, may be long. */
  http: { maxHeaderSize: 64 * 1024 },
} satisfies FastifyHttpOptions<Server>;
