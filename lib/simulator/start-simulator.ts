// Knows how the simulator is put together; refuses to read the environment or to outlive its stop.
import { setMaxListeners } from 'node:events';
import { mkdirSync } from 'node:fs';
import { controlRoutes } from './control-routes';
import { FaultBook } from './faults/fault-book';
import { FaultDesk } from './faults/fault-desk';
import { Occurrences } from './faults/occurrences';
import { requireBearer } from './http/bearer';
import { listen } from './http/listen';
import { json } from './http/reply';
import type { Route } from './http/router';
import { Ledger } from './ledger/ledger';
import { ledgerRoutes } from './ledger/ledger-routes';
import { modelRoutes } from './model/model-routes';
import { ModelServer } from './model/model-server';
import { Chat } from './services/chat';
import { chatRoutes } from './services/chat-routes';
import { Mail } from './services/mail';
import { mailRoutes } from './services/mail-routes';
import { Payments } from './services/payments';
import { paymentsRoutes } from './services/payments-routes';
import { Tickets } from './services/tickets';
import { ticketsRoutes } from './services/tickets-routes';

export interface SimulatorOptions {
  /** 0 takes any free port of 127.0.0.1. */
  port: number;
  /** Created if missing. One running simulator per directory. */
  dataDirectory: string;
  /** Makes orders, backlog tickets, ids, confidences and the spread of faults. */
  seed: string;
  now(): Date;
  /** Bearer key of `/v1`; null lets everybody in. */
  modelKey: string | null;
  /** Bearer key of payments, chat, tickets and mail; null lets everybody in. */
  serviceKey: string | null;
  onUnexpected(error: unknown): void;
}

export interface Simulator {
  port: number;
  /** Cuts what hangs, closes the files; a second call does nothing. */
  stop(): Promise<void>;
}

function withKey(routes: readonly Route[], key: string | null): Route[] {
  return routes.map((route) => ({
    ...route,
    handle: (exchange) => {
      requireBearer(exchange.headers, key);
      return route.handle(exchange);
    },
  }));
}

function healthRoute(seed: string): Route {
  return {
    method: 'GET',
    path: '/healthz',
    handle: () => json(200, { ok: true, name: 'bulkhead-simulator', pid: process.pid, seed }),
  };
}

/** Opens ledgers and port. Rejects when the directory or the port can't be had. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { dataDirectory, seed, now } = options;
  mkdirSync(dataDirectory, { recursive: true });
  const payments = new Ledger('payments', dataDirectory, now);
  const chat = new Ledger('chat', dataDirectory, now);
  const tickets = new Ledger('tickets', dataDirectory, now);
  const mail = new Ledger('mail', dataDirectory, now);
  const ledgers = [payments, chat, tickets, mail];
  const occurrences = new Occurrences(dataDirectory, now);
  const book = new FaultBook(dataDirectory, seed);
  const model = new ModelServer(seed, now);
  const stopping = new AbortController();
  setMaxListeners(0, stopping.signal); // one for each request that is held back
  const desk = new FaultDesk(book, occurrences, stopping.signal);

  const services = [
    ...paymentsRoutes(new Payments(payments, seed), desk),
    ...chatRoutes(new Chat(chat, seed), desk, seed),
    ...ticketsRoutes(new Tickets(tickets, seed), desk),
    ...mailRoutes(new Mail(mail, seed), desk, seed),
  ];
  const reset = () => {
    for (const store of [...ledgers, occurrences, model]) store.clear();
    book.reset();
  };
  const closeFiles = () => {
    for (const file of [...ledgers, occurrences]) file.close();
  };
  const listener = await listen({
    port: options.port,
    stopping: stopping.signal,
    onUnexpected: options.onUnexpected,
    routes: [
      ...modelRoutes(model, desk, options.modelKey),
      ...withKey(services, options.serviceKey),
      ...controlRoutes({ book, reset }),
      ...ledgerRoutes(ledgers, occurrences),
      healthRoute(seed),
    ],
  }).catch((error: unknown) => {
    closeFiles();
    throw error;
  });

  let stopped: Promise<void> | undefined;
  const stop = async () => {
    stopping.abort();
    await listener.close();
    closeFiles();
  };
  return {
    port: listener.port,
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
  };
}
