// Knows how often each intent was asked for, over restarts; refuses to count one intent into another.
import { join } from 'node:path';
import { z } from 'zod';
import { JsonLines } from '../json-lines';
import { seededHex } from '../seeded';
import { FAULT_SERVICES, type FaultService } from './fault-rule';

const occurrenceSchema = z.strictObject({
  at: z.iso.datetime(),
  service: z.enum(FAULT_SERVICES),
  route: z.string(),
  /** Digest of the intent, which may be as long as a conversation. */
  intent: z.string(),
  fault: z.string().nullable(),
});
type Occurrence = z.infer<typeof occurrenceSchema>;

export interface RouteCount {
  service: FaultService;
  route: string;
  requests: number;
  faults: number;
}

export interface AskedIntent {
  service: FaultService;
  route: string;
  intent: string;
}

export class Occurrences {
  private readonly file: JsonLines<Occurrence>;
  private readonly counts = new Map<string, { times: number; firstMs: number }>();
  private readonly routes = new Map<string, RouteCount>();

  constructor(
    directory: string,
    private readonly now: () => Date,
  ) {
    this.file = JsonLines.open(join(directory, 'requests.jsonl'), occurrenceSchema, (entry) =>
      this.count(entry),
    );
  }

  private count({ at, service, route, intent, fault }: Occurrence): void {
    const key = `${service} ${route} ${intent}`;
    const { times, firstMs } = this.counts.get(key) ?? { times: 0, firstMs: Date.parse(at) };
    this.counts.set(key, { times: times + 1, firstMs });
    const name = `${service} ${route}`;
    const total = this.routes.get(name) ?? { service, route, requests: 0, faults: 0 };
    total.requests += 1;
    if (fault !== null) total.faults += 1;
    this.routes.set(name, total);
  }

  /** Counts one request and lets `decide` name its fault from its number and its time; the fault is kept with it. */
  next<F extends { fault: string }>(
    { service, route, intent }: AskedIntent,
    decide: (occurrence: number, sinceFirstMs: number) => F | null,
  ): F | null {
    const digest = seededHex(24, intent);
    const now = this.now();
    const known = this.counts.get(`${service} ${route} ${digest}`);
    const sinceFirstMs = known === undefined ? 0 : now.getTime() - known.firstMs;
    const fault = decide((known?.times ?? 0) + 1, sinceFirstMs);
    const entry: Occurrence = {
      at: now.toISOString(),
      service,
      route,
      intent: digest,
      fault: fault?.fault ?? null,
    };
    this.file.append(entry);
    this.count(entry);
    return fault;
  }

  byRoute(): RouteCount[] {
    return [...this.routes.values()].map((total) => ({ ...total }));
  }

  clear(): void {
    this.file.clear();
    this.counts.clear();
    this.routes.clear();
  }

  close(): void {
    this.file.close();
  }
}
