// Alerts on the wire: what somebody should know, with the figures it was seen by, and what became of it.
import { z } from 'zod';
import { alertFact, alertKind, alertSeverity, alertStatus } from '../domain/alert';
import { actor } from '../domain/principal';
import { cursorParam, limitParam, listParam, pageOf, timestamp, uuid } from './page';

export const alertShape = z.strictObject({
  id: uuid,
  kind: alertKind,
  severity: alertSeverity,
  /** open: its cause is there. acknowledged: it is, and somebody has seen it. resolved: its cause is gone. */
  status: alertStatus,
  /** `budget:PERIOD:SCOPE`, `agent:NAME`, `model:NAME` or `tool:NAME`. */
  subject: z.string(),
  /** One sentence with the figures. */
  message: z.string(),
  /** By `kind`, as it was at `lastSeenAt`. */
  fact: alertFact,
  raisedAt: timestamp,
  lastSeenAt: timestamp,
  /** How often it came: one more each time it came back, within its period, after it was resolved. */
  times: z.number().int(),
  resolvedAt: timestamp.nullable(),
  acknowledgedAt: timestamp.nullable(),
  acknowledgedBy: actor.nullable(),
  /** Why it was acknowledged, where that was said. */
  reason: z.string().nullable(),
});
export type AlertShape = z.infer<typeof alertShape>;
export const alertPage = pageOf(alertShape);

export const listAlertsQuery = z.strictObject({
  status: listParam(alertStatus),
  kind: listParam(alertKind),
  limit: limitParam,
  cursor: cursorParam,
});
export type ListAlertsQuery = z.infer<typeof listAlertsQuery>;
