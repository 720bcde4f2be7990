// Knows the ways in which the simulator answers, those that a sound server never takes included.
import type { ServerResponse } from 'node:http';
import { errorBody, type Refusal } from './refusal';

export type Reply =
  | { kind: 'json'; status: number; body: unknown; headers?: Record<string, string> }
  | { kind: 'text'; status: number; contentType: string; body: string; headers?: Record<string, string> }
  /** Server-sent events. With `cutAfter` the socket is closed after that many of them. */
  | { kind: 'events'; events: string[]; cutAfter?: number }
  /** Never answers; the connection stays open until the caller gives up. */
  | { kind: 'hang' }
  /** Closes the connection without a single byte. */
  | { kind: 'drop' };

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Reply {
  return { kind: 'json', status, body, headers };
}

export function refusalReply(refusal: Refusal): Reply {
  return json(refusal.status, errorBody(refusal), refusal.details.headers ?? {});
}

const SIMULATED = { 'x-simulated': 'true', 'cache-control': 'no-store' };

function sendWhole(
  response: ServerResponse,
  status: number,
  contentType: string,
  body: string,
  headers: Record<string, string>,
): void {
  const bytes = Buffer.from(body, 'utf8');
  response.writeHead(status, {
    ...SIMULATED,
    'content-type': contentType,
    'content-length': bytes.byteLength,
    ...headers,
  });
  response.end(bytes);
}

function sendEvents(response: ServerResponse, events: string[], cutAfter: number | undefined): void {
  response.writeHead(200, { ...SIMULATED, 'content-type': 'text/event-stream; charset=utf-8' });
  const sent = cutAfter === undefined ? events : events.slice(0, cutAfter);
  for (const event of sent) response.write(`data: ${event}\n\n`);
  if (cutAfter === undefined) {
    response.end();
    return;
  }
  // The empty write's callback runs after the bytes before it were handed to the system.
  response.write('\n', () => response.destroy());
}

/** Sends one reply. A response that is already gone is left alone: the effect stands all the same. */
export function sendReply(response: ServerResponse, reply: Reply): void {
  if (response.destroyed) return;
  switch (reply.kind) {
    case 'json': {
      const body = JSON.stringify(reply.body);
      sendWhole(response, reply.status, 'application/json', body, reply.headers ?? {});
      break;
    }
    case 'text':
      sendWhole(response, reply.status, reply.contentType, reply.body, reply.headers ?? {});
      break;
    case 'events':
      sendEvents(response, reply.events, reply.cutAfter);
      break;
    case 'hang':
      break;
    case 'drop':
      response.destroy();
      break;
  }
}
