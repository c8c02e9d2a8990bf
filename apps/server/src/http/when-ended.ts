import type { FastifyReply, FastifyRequest } from 'fastify';

const waiting = new WeakMap<FastifyRequest, (() => void)[]>();

/**
 * Runs when an answer is out, or whoever asked has hung up; Fastify's onResponse does not run for the latter. All share
 * one listener: Node warns of a leak at the eleventh of a response, and a file that is sent compressed has nine.
 */
export function whenEnded(request: FastifyRequest, reply: FastifyReply, run: () => void): void {
  const known = waiting.get(request);
  if (known !== undefined) {
    known.push(run);
    return;
  }
  const all = [run];
  waiting.set(request, all);
  reply.raw.once('close', () => all.forEach((one) => one()));
}
