// The record of what people and keys did, on the wire: newest first, chained by hash, checked as a whole.
import { z } from 'zod';
import { auditAction } from '../domain/audit';
import { jsonValue } from '../domain/json';
import { actor } from '../domain/principal';
import { formatParam } from './download';
import { cursorParam, limitParam, listParam, pageOf, timestamp } from './page';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, '64 hex digits');

export const auditFilter = z.strictObject({
  /** A person's e-mail, or the id or name of a person or key; `runtime` for what nobody did. */
  actor: z.string().min(1).max(200).optional(),
  action: listParam(auditAction),
  /** `agent` for all agents, `agent:refunds` for one. */
  entity: z
    .string()
    .max(300)
    .regex(/^[a-z_]+(:.+)?$/, 'a kind, or kind:id')
    .optional(),
  since: timestamp.optional(),
  until: timestamp.optional(),
  /** Part of an entity's id, an actor's name, a reason, or of what was before or after. */
  q: z.string().max(200).optional(),
});
export type AuditFilter = z.infer<typeof auditFilter>;

export const listAuditQuery = auditFilter.extend({ limit: limitParam, cursor: cursorParam });
export type ListAuditQuery = z.infer<typeof listAuditQuery>;

export const exportAuditQuery = auditFilter.extend({ format: formatParam });

export const auditEventShape = z.strictObject({
  /** Dense from 1. */
  seq: z.number().int(),
  at: timestamp,
  actor,
  action: z.string(),
  /** `name` is what people call it now; null where it has no other name than its id, or is gone. */
  entity: z.strictObject({ kind: z.string(), id: z.string(), name: z.string().nullable() }),
  before: jsonValue.nullable(),
  after: jsonValue.nullable(),
  reason: z.string().nullable(),
  requestId: z.string().nullable(),
  prevHash: sha256,
  hash: sha256,
});
export type AuditEventShape = z.infer<typeof auditEventShape>;
export const auditPage = pageOf(auditEventShape);

export const verifyAuditQuery = z.strictObject({
  /** The head of an earlier check, kept elsewhere. */
  expectedHead: sha256.optional(),
});

export const auditVerdictShape = z.strictObject({
  ok: z.boolean(),
  /** How many events follow from those before them, from the first one on. */
  checked: z.number().int(),
  /** The first event that was changed, moved, added or is missing; null when the chain is whole. */
  firstBroken: z.number().int().nullable(),
  /** The hash of the newest event that was checked: to be kept elsewhere, as the expected head of a later check. */
  head: sha256.nullable(),
  /** `not_given`: whether events at the end were cut off can't be seen. */
  expectedHead: z.enum(['found', 'missing', 'not_given']),
  /** The verdict in a sentence. */
  detail: z.string(),
});
export type AuditVerdictShape = z.infer<typeof auditVerdictShape>;
