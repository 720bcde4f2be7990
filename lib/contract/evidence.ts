// One run as evidence: parts in the order in which somebody reads them who has nothing else, and what is needed to check them by themselves.
import { z } from 'zod';
import { JOURNAL_KINDS } from '../domain/journal-row';
import { jsonValue } from '../domain/json';
import { actor } from '../domain/principal';
import { approvalShape } from './approval';
import { approvalEventShape } from './approval-acts';
import { auditEventShape, signedHeadShape } from './audit';
import { timestamp, uuid } from './page';
import { policyVersionShape } from './policy';
import { runShape } from './run';
import { stepShape } from './run-detail';

export const EVIDENCE_FORMAT = 'bulkhead-evidence:1';
const digest = z.string().regex(/^[0-9a-f]{64}$/, '64 hex digits');

/** A row with all that its hash is made of. `payload` is null where it was erased, and other than what was hashed where `redacted`. */
export const evidenceRow = z.strictObject({
  seq: z.number().int(),
  kind: z.enum(JOURNAL_KINDS),
  step: z.number().int().nullable(),
  at: timestamp,
  format: z.number().int(),
  runtimeVersion: z.string(),
  payload: jsonValue.nullable(),
  payloadHash: digest,
  redacted: z.boolean(),
  prevHash: digest,
  hash: digest,
});

export const evidencePart = z.discriminatedUnion('part', [
  z.strictObject({
    part: z.literal('about'),
    format: z.literal(EVIDENCE_FORMAT),
    run: uuid,
    installation: z.string().nullable(),
    bulkheadVersion: z.string(),
    madeAt: timestamp,
    madeFor: actor,
  }),
  z.strictObject({ part: z.literal('run'), run: runShape }),
  /** As the run's version of the agent was configured; null where that can't be read any more. */
  z.strictObject({
    part: z.literal('agent'),
    name: z.string(),
    version: z.number().int(),
    definition: jsonValue.nullable(),
  }),
  /** Each version of the policy that a call of the run was judged by. */
  z.strictObject({ part: z.literal('policy'), policy: policyVersionShape }),
  z.strictObject({ part: z.literal('step'), step: stepShape }),
  z.strictObject({
    part: z.literal('approval'),
    approval: approvalShape,
    history: z.array(approvalEventShape),
  }),
  /** What people did to the run and its approvals, as the record has it. */
  z.strictObject({ part: z.literal('event'), event: auditEventShape }),
  z.strictObject({ part: z.literal('row'), row: evidenceRow }),
  /** The newest seal of this journal: the row it went to, the event that holds its digest, and all heads which that digest is of. */
  z.strictObject({
    part: z.literal('seal'),
    row: z.strictObject({ seq: z.number().int(), hash: digest }),
    event: auditEventShape,
    signed: signedHeadShape,
    heads: z.array(z.strictObject({ runId: uuid, seq: z.number().int(), hash: digest })),
  }),
]);
export type EvidencePart = z.infer<typeof evidencePart>;

export const evidenceQuery = z.strictObject({
  /** html: one page that needs nothing else. jsonl: one part a line, for programs. */
  format: z.enum(['html', 'jsonl']).default('html'),
});
