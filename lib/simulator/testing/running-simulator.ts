// Knows how a test gets a simulator of its own, with an empty directory and a free port.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSimulator } from '../start-simulator';

export interface JsonAnswer {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads answers of every shape and asserts what it reads
  body: any;
}

export interface RunningSimulator {
  port: number;
  url: string;
  dataDirectory: string;
  get(path: string, headers?: Record<string, string>): Promise<JsonAnswer>;
  send(
    method: 'POST' | 'PUT' | 'DELETE',
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
    signal?: AbortSignal,
  ): Promise<JsonAnswer>;
  refund(order: string, amount: number, key?: string, signal?: AbortSignal): Promise<JsonAnswer>;
  effects(service: string): Promise<number>;
  requests(service: string, route: string): Promise<number>;
  stop(): Promise<void>;
  remove(): Promise<void>;
}

export function temporaryDirectory(): string {
  return mkdtempSync(join(tmpdir(), 'bulkhead-simulator-'));
}

async function jsonAnswer(response: Response): Promise<JsonAnswer> {
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) };
}

/** Talks to a simulator on a port, whichever process it runs in. */
export function simulatorClient(port: number) {
  const url = `http://127.0.0.1:${port}`;
  const get = async (path: string, headers: Record<string, string> = {}) =>
    jsonAnswer(await fetch(`${url}${path}`, { headers }));
  const send = async (
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
    signal?: AbortSignal,
  ) =>
    jsonAnswer(
      await fetch(`${url}${path}`, {
        method,
        headers: { 'content-type': 'application/json', ...headers },
        body: body === undefined ? null : JSON.stringify(body),
        signal: signal ?? null,
      }),
    );
  return {
    port,
    url,
    get,
    send,
    refund: (order: string, amount: number, key?: string, signal?: AbortSignal) =>
      send(
        'POST',
        '/payments/refunds',
        { order_id: order, amount, currency: 'EUR', reason: 'The parcel came broken' },
        key === undefined ? {} : { 'idempotency-key': key },
        signal,
      ),
    effects: async (service: string): Promise<number> => (await get(`/ledger?service=${service}`)).body.total,
    requests: async (service: string, route: string): Promise<number> => {
      const { routes } = (await get('/ledger/summary')).body as {
        routes: { service: string; route: string; requests: number }[];
      };
      return routes.find((entry) => entry.service === service && entry.route === route)?.requests ?? 0;
    },
  };
}

export interface SimulatorTestOptions {
  seed?: string;
  dataDirectory?: string;
  modelKey?: string;
  serviceKey?: string;
}

/** A simulator inside of the test's own process. `remove` stops it and deletes its directory. */
export async function runSimulator(options: SimulatorTestOptions = {}): Promise<RunningSimulator> {
  const dataDirectory = options.dataDirectory ?? temporaryDirectory();
  const simulator = await startSimulator({
    port: 0,
    dataDirectory,
    seed: options.seed ?? 'test',
    now: () => new Date(),
    modelKey: options.modelKey ?? null,
    serviceKey: options.serviceKey ?? null,
    onUnexpected: (error) => {
      throw error;
    },
  });
  return {
    ...simulatorClient(simulator.port),
    dataDirectory,
    stop: () => simulator.stop(),
    remove: async () => {
      await simulator.stop();
      rmSync(dataDirectory, { recursive: true, force: true });
    },
  };
}
