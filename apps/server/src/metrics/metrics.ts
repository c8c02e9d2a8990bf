import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What the server counts of itself, in Prometheus' text format: its own names begin with `sluice_console_`. */
export class Metrics {
  readonly registry = new Registry();
  private readonly requests = new Histogram({
    name: 'sluice_console_http_request_duration_seconds',
    help: 'Response time by route. Event streams are counted when they end. Status aborted: the client closed the connection.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10, 60],
    registers: [this.registry],
  });
  private readonly bucketRequests = new Counter({
    name: 'sluice_console_s3_requests_total',
    help: 'Requests to the bucket by S3 operation, including retries.',
    labelNames: ['operation'],
    registers: [this.registry],
  });
  private readonly streams = new Gauge({
    name: 'sluice_console_event_streams',
    help: 'Open event streams.',
    registers: [this.registry],
  });
  private readonly failures = new Counter({
    name: 'sluice_console_look_failures_total',
    help: 'Failed reads of the bucket, by the poller or in the background.',
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  /** @param age seconds since the board was read; nothing before the first look */
  watchBoard(age: () => number | undefined): void {
    const gauge = new Gauge({
      name: 'sluice_console_board_age_seconds',
      help: 'Age of the board in seconds. It is read only while a client is connected.',
      registers: [this.registry],
      collect: () => {
        const seconds = age();
        if (seconds === undefined) gauge.remove();
        else gauge.set(seconds);
      },
    });
  }

  /** @param status `aborted`: whoever asked hung up before there was an answer */
  ended(method: string, route: string, status: number | 'aborted', seconds: number): void {
    this.requests.observe({ method, route, status }, seconds);
  }

  asked(operation: string): void {
    this.bucketRequests.inc({ operation });
  }

  streaming(open: number): void {
    this.streams.set(open);
  }

  failed(): void {
    this.failures.inc();
  }
}
