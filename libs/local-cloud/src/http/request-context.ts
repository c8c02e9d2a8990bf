import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { FaultEffect, FaultTarget } from '../faults/fault';
import type { FaultPlan } from '../faults/fault-plan';
import { jsonErrorAnswer, xmlErrorAnswer } from './error-answers';
import type { Payload } from './payload';
import { decodeComponent, parseQuery } from './query';
import { writeAnswer } from './answer';
import type { AnswerBody } from './answer';
import { scriptedErrors } from './scripted-errors';
import { asServiceError } from './service-error';

export type Headers = Record<string, string | number | undefined>;

/** Thrown through a handler when a scripted fault broke the connection. */
export class ConnectionBroken extends Error {}

/** One request on its way through a service, and the only door for its answer. */
export class RequestContext {
  readonly requestId = randomBytes(8).toString('hex').toUpperCase();
  readonly method: string;
  /** Decoded, with the leading slash. */
  readonly path: string;
  readonly query: ReadonlyMap<string, string>;
  readonly queryPairs: readonly (readonly [string, string])[];
  /** The body, to be read once. Set after the signature was verified. */
  payload!: Payload;
  private effects: FaultEffect[] = [];

  /** @throws ServiceError InvalidURI. */
  constructor(
    readonly request: IncomingMessage,
    private readonly response: ServerResponse,
    private readonly faults: FaultPlan,
  ) {
    const url = request.url ?? '/';
    const mark = url.indexOf('?');
    this.method = request.method ?? 'GET';
    this.path = decodeComponent(mark < 0 ? url : url.slice(0, mark));
    this.queryPairs = parseQuery(mark < 0 ? '' : url.slice(mark + 1));
    this.query = new Map(this.queryPairs);
  }

  /** One header's value; repeated headers are joined by commas, as Node does. */
  header(name: string): string | undefined {
    if (this.isUnheard(name.toLowerCase())) return undefined;
    const value = this.request.headers[name.toLowerCase()];
    return Array.isArray(value) ? value.join(',') : value;
  }

  /** The whole body. @throws ServiceError when it is larger than `limit` bytes or does not match its signature. */
  body(limit = 1024 * 1024): Promise<Buffer> {
    return this.payload.buffer(limit);
  }

  /**
   * To be called when it is known what the request is about, and before anything is done: scripted faults strike here.
   * @throws ServiceError for a scripted error, ConnectionBroken for a scripted reset.
   */
  async begin(target: FaultTarget): Promise<void> {
    this.effects = this.faults.strike(target);
    for (const effect of this.effects) {
      if (effect.kind === 'latency') await delay(effect.milliseconds);
      if (effect.kind === 'gate') await effect.opens;
      if (effect.kind === 'error') throw scriptedErrors[effect.code]();
      if (effect.kind === 'reset' && effect.when === 'before') this.break();
    }
  }

  /**
   * Keeps the connection from being idle while `work` takes long and the body is there: clients end a connection that is.
   * S3 sends white space as the beginning of the answer; an interim "100 Continue" leaves status and headers open, and
   * every client of HTTP/1.1 must skip it (RFC 9110, section 15.2).
   */
  async keptAlive(work: Promise<void>, every = 5_000): Promise<void> {
    const timer = setInterval(() => {
      const { request, response } = this;
      if (request.complete && request.httpVersion === '1.1' && !response.headersSent && !response.destroyed)
        response.writeContinue();
    }, every);
    try {
      await work;
    } finally {
      clearInterval(timer);
    }
  }

  async send(status: number, headers: Headers = {}, body?: AnswerBody): Promise<void> {
    if (this.effects.some((effect) => effect.kind === 'reset' && effect.when === 'after')) this.break();
    const cut = this.effects.find((effect) => effect.kind === 'truncate');
    const replaced = this.effects.flatMap((effect) =>
      effect.kind === 'answer-headers' ? [effect.headers] : [],
    );
    const other = this.effects.find((effect) => effect.kind === 'answer-body');
    const own = {
      server: 'sluice-local-cloud',
      'x-amz-request-id': this.requestId,
      'x-amz-id-2': this.requestId,
    };
    const all = Object.assign(own, headers, ...replaced) as Headers;
    await writeAnswer(this.response, {
      status,
      headers: all,
      body: other?.body ?? body,
      omitBody: this.method === 'HEAD',
      cutAt: cut?.bytes,
    });
  }

  sendJson(value: unknown, status = 200): Promise<void> {
    return this.send(
      status,
      { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': this.requestId },
      JSON.stringify(value),
    );
  }

  /** Answers with an error, in the format of the service. Never rejects. */
  async fail(error: unknown, format: 'xml' | 'json'): Promise<void> {
    if (error instanceof ConnectionBroken) return;
    await this.sendError(error, format).catch(() => this.response.destroy());
  }

  private async sendError(error: unknown, format: 'xml' | 'json'): Promise<void> {
    if (this.response.headersSent) {
      this.response.destroy();
      return;
    }
    const told = asServiceError(error);
    const answer = format === 'xml' ? xmlErrorAnswer(told, this.path, this.requestId) : jsonErrorAnswer(told);
    const bodiless = told.status === 304;
    await this.send(
      told.status,
      { ...(bodiless ? {} : answer.headers), ...told.headers },
      bodiless ? undefined : answer.body,
    );
  }

  private isUnheard(name: string): boolean {
    return this.effects.some((effect) => effect.kind === 'unheard' && effect.headers.includes(name));
  }

  private break(): never {
    this.request.socket.resetAndDestroy();
    throw new ConnectionBroken('A scripted fault closed the connection.');
  }
}
