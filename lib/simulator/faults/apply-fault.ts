// Knows the order of effect and answer under each fault; refuses to decide whether there is one.
import { setTimeout as sleep } from 'node:timers/promises';
import { Refusal } from '../http/refusal';
import { json, type Reply, refusalReply } from '../http/reply';
import type { Fault } from './fault-rule';

const DEFAULT_DELAY_MS = 8_000;
const DEFAULT_SIZE_BYTES = 8 * 1024 * 1024;

function failure(status: number, headers: Record<string, string> = {}): Reply {
  const code = status === 429 ? 'rate_limit_exceeded' : 'simulated_failure';
  const message = status === 429 ? 'Too many requests.' : `The service failed (${status}).`;
  return refusalReply(new Refusal(status, code, message, { headers }));
}

function rawJson(body: string): Reply {
  return { kind: 'text', status: 200, contentType: 'application/json', body };
}

const firstHalf = (text: string): string => text.slice(0, Math.ceil(text.length / 2));

/** Cuts the JSON off in its middle; in a stream, that of the middle event. */
function malform(reply: Reply): Reply {
  if (reply.kind === 'events') {
    const middle = Math.floor(reply.events.length / 2);
    return { ...reply, events: [...reply.events.slice(0, middle), firstHalf(reply.events[middle] ?? '{')] };
  }
  const text = reply.kind === 'json' ? JSON.stringify(reply.body) : reply.kind === 'text' ? reply.body : '{';
  return rawJson(firstHalf(text));
}

function withNul(value: unknown): unknown {
  if (typeof value === 'string') return `${value}\u0000`;
  if (Array.isArray(value)) return value.map(withNul);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withNul(inner)]));
}

/** A stream loses its second half; any other answer is lost whole. */
function lose(reply: Reply): Reply {
  if (reply.kind !== 'events') return { kind: 'drop' };
  return { ...reply, cutAfter: Math.ceil(reply.events.length / 2) };
}

/**
 * Runs `act`, which has the effect and makes the answer, at the moment that the fault allows, at most once.
 * Rejects when `stopping` is aborted while it waits.
 */
export async function applyFault(
  fault: Fault | null,
  act: () => Reply,
  stopping: AbortSignal,
): Promise<Reply> {
  if (fault === null) return act();
  switch (fault.fault) {
    case 'delay':
      await sleep(fault.delayMs ?? DEFAULT_DELAY_MS, undefined, { signal: stopping });
      return act();
    case 'late': {
      const reply = act();
      await sleep(fault.delayMs ?? DEFAULT_DELAY_MS, undefined, { signal: stopping });
      return reply;
    }
    case 'lost_reply':
      return lose(act());
    case 'hang':
      return { kind: 'hang' };
    case 'hang_after':
      act();
      return { kind: 'hang' };
    case 'error_before':
      return failure(fault.status ?? 503);
    case 'error_after':
      act();
      return failure(fault.status ?? 500);
    case 'rate_limited':
      return failure(429, { 'retry-after': String(fault.retryAfterS ?? 1) });
    case 'malformed':
      return malform(act());
    case 'wrong_shape':
      act();
      return json(200, { data: [{ unexpected: true }] });
    case 'oversized':
      act();
      return rawJson(JSON.stringify({ padding: 'x'.repeat(fault.sizeBytes ?? DEFAULT_SIZE_BYTES) }));
    case 'nul': {
      const reply = act();
      return reply.kind === 'json' ? { ...reply, body: withNul(reply.body) } : reply;
    }
    case 'wrong_arguments':
    case 'malformed_arguments':
    case 'unknown_tool':
    case 'loop':
      // The model's own faults alter its answer, inside of `act`.
      return act();
  }
}
