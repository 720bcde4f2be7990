// The demo's incidents on the wire: the same agent under the same faults, unprotected and through Bulkhead, counted by the receivers' own ledgers.
import { z } from 'zod';
import { actor } from '../domain/principal';
import { timestamp, uuid } from './page';

export const incidentName = z.enum(['chat-storm', 'duplicate-refund', 'ticket-race']);
export type IncidentName = z.infer<typeof incidentName>;

/** One call as its caller saw it. */
export const incidentCall = z.strictObject({
  /** Since the agents were started. */
  atMs: z.number().int(),
  durationMs: z.number().int(),
  /** Which of the agents started side by side, from 1. */
  lane: z.number().int(),
  kind: z.enum(['model', 'read', 'effect']),
  /** The tool, or for a model the calls it asked for. */
  name: z.string(),
  /** The order, channel or mail; null for models and calls about none. */
  subject: z.string().nullable(),
  attempt: z.number().int().nullable(),
  ok: z.boolean(),
  /** "201", "timeout", "looked up: it had happened" */
  outcome: z.string(),
});
export type IncidentCall = z.infer<typeof incidentCall>;

export const incidentEffect = z.strictObject({
  atMs: z.number().int(),
  subject: z.string(),
  /** The receiver's id of what it did. */
  id: z.string(),
  key: z.string().nullable(),
  duplicate: z.boolean(),
});

export const incidentSide = z.strictObject({
  wanted: z.number().int(),
  done: z.number().int(),
  duplicated: z.number().int(),
  lost: z.number().int(),
  durationMs: z.number().int(),
  agents: z.array(
    z.strictObject({
      lane: z.number().int(),
      runId: uuid.nullable(),
      ok: z.boolean(),
      /** What it said at its end. */
      outcome: z.string(),
    }),
  ),
  calls: z.array(incidentCall),
  effects: z.array(incidentEffect),
});
export type IncidentSide = z.infer<typeof incidentSide>;

export const incidentReport = z.strictObject({
  id: uuid,
  incident: incidentName,
  seed: z.string(),
  status: z.enum(['running', 'finished', 'failed']),
  error: z.string().nullable(),
  createdBy: actor,
  createdAt: timestamp,
  finishedAt: timestamp.nullable(),
  unprotected: incidentSide.nullable(),
  bulkhead: incidentSide.nullable(),
});
export type IncidentReport = z.infer<typeof incidentReport>;

export const incidentList = z.strictObject({
  items: z.array(z.strictObject({ name: incidentName, latest: incidentReport.nullable() })),
});
export type IncidentList = z.infer<typeof incidentList>;
