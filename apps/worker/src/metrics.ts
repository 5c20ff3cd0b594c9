import { Outbox, type JobName } from '#libs/jobs';
import { Injectable } from '@nestjs/common';
import { createServer, type Server } from 'node:http';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** The worker's figures for Prometheus. */
@Injectable()
export class WorkerMetrics {
  private readonly registry = new Registry();
  private readonly jobs = new Counter({
    name: 'madang_jobs_total',
    help: 'Jobs run, by name and outcome',
    labelNames: ['job', 'outcome'],
    registers: [this.registry],
  });
  private readonly seconds = new Histogram({
    name: 'madang_job_seconds',
    help: 'Time of one job from its beginning to its end',
    labelNames: ['job'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60, 300],
    registers: [this.registry],
  });
  private readonly outboxJobs: Gauge;
  private readonly outboxAge: Gauge;

  constructor(private readonly outbox: Outbox) {
    const labelNames = ['queue', 'state'];
    const registers = [this.registry];
    this.outboxJobs = new Gauge({
      name: 'madang_outbox_jobs',
      help: 'Jobs promised and not done',
      labelNames,
      registers,
    });
    this.outboxAge = new Gauge({
      name: 'madang_outbox_oldest_seconds',
      help: 'Age of the oldest of them',
      labelNames,
      registers,
    });
    collectDefaultMetrics({ register: this.registry });
  }

  /** Starts the clock of a job. @returns to be called at its end */
  begin(job: JobName): (outcome: 'done' | 'failed') => void {
    const stop = this.seconds.startTimer({ job });
    return (outcome) => {
      stop();
      this.jobs.inc({ job, outcome });
    };
  }

  async text(): Promise<string> {
    const now = Date.now();
    this.outboxJobs.reset();
    this.outboxAge.reset();
    for (const { queue, state, jobs, oldest } of await this.outbox.backlog()) {
      this.outboxJobs.set({ queue, state }, jobs);
      this.outboxAge.set({ queue, state }, Math.max(0, (now - oldest.getTime()) / 1000));
    }
    return this.registry.metrics();
  }

  /** Serves `/metrics` alone, on a port that is not the product's. */
  serve(host: string, port: number): Promise<Server> {
    const server = createServer((request, response) => {
      if (request.url !== '/metrics') {
        response.writeHead(404).end();
        return;
      }
      this.text().then(
        (body) => response.writeHead(200, { 'Content-Type': this.registry.contentType }).end(body),
        // The database is away: a scrape that fails says so better than old figures.
        () => response.writeHead(503).end(),
      );
    });
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, () => {
        resolve(server);
      });
    });
  }
}
