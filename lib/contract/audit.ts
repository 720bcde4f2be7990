// The record of what people and keys did, on the wire: newest first, chained by hash, checked as a whole.
import { z } from 'zod';
import { auditAction } from '../domain/audit';
import { jsonValue } from '../domain/json';
import { actor } from '../domain/principal';
import { formatParam } from './download';
import { cursorParam, limitParam, listParam, pageOf, timestamp, uuid } from './page';

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
  /** Something in it has become a secret since and is not shown: the hash is of what stood there. */
  redacted: z.boolean(),
  prevHash: sha256,
  hash: sha256,
});
export type AuditEventShape = z.infer<typeof auditEventShape>;
export const auditPage = pageOf(auditEventShape);

/** A head of the record as it was signed: kept elsewhere, it tells later whether the record before it is the same. */
export const signedHeadShape = z.strictObject({
  seq: z.number().int(),
  hash: sha256,
  at: timestamp,
  /** HMAC-SHA-256 by the installation's key: the installation itself recognises its own. */
  mac: sha256,
});
export type SignedHeadShape = z.infer<typeof signedHeadShape>;

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
  /** Heads of the record that are signed with a key under the master key; each stands for everything before it and for the journals it seals. */
  seals: z.strictObject({
    checked: z.number().int(),
    /** The newest that holds: what follows it is chained alone. */
    newest: z.strictObject({ seq: z.number().int(), at: timestamp }).nullable(),
    /**
     * unsigned: its signature is gone. forged: no key of this installation made it. heads_changed: what it seals was changed. displaced: a signature
     * stands for an event that is no seal.
     */
    firstBroken: z
      .strictObject({
        seq: z.number().int(),
        fault: z.enum(['unsigned', 'forged', 'heads_changed', 'displaced']),
      })
      .nullable(),
    /** How many of them are signed with a key that this master key does not open: whether they are this installation's can't be seen. */
    unopened: z.number().int(),
  }),
  /** The verdict in a sentence. */
  detail: z.string(),
});
export type AuditVerdictShape = z.infer<typeof auditVerdictShape>;

export const verifyJournalsQuery = z.strictObject({
  /** `next` of the piece before. */
  after: uuid.optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(200),
});

export const brokenJournalShape = z.strictObject({
  runId: uuid,
  /** The row of its journal. */
  seq: z.number().int(),
  /**
   * changed: the row does not follow from those before it. missing: rows before it are gone. rewritten: all rows follow from each other, but this
   * is not the one that was sealed. emptied: its payload is gone and the record does not say that the run was erased. cut_off: the journal was sealed with this row and ends before it. removed: nothing is left of a sealed journal.
   */
  fault: z.enum(['changed', 'missing', 'rewritten', 'emptied', 'cut_off', 'removed']),
});
export type BrokenJournalShape = z.infer<typeof brokenJournalShape>;

/** One piece of the runs, by id. */
export const journalsVerdictShape = z.strictObject({
  ok: z.boolean(),
  runs: z.number().int(),
  rows: z.number().int(),
  /** Rows whose payload was erased: its digest stands for it. */
  erased: z.number().int(),
  broken: z.array(brokenJournalShape),
  /** Asked for as `after`, the next piece; null at the end. */
  next: uuid.nullable(),
});
export type JournalsVerdictShape = z.infer<typeof journalsVerdictShape>;
