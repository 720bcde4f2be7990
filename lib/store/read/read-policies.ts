// Knows the versions of the policy, which of them hold, the draft, and what was changed by whom.
import { z } from 'zod';
import { countingNumber, type Page } from '../../contract/page';
import { type PolicyChangeShape, policyChangeShape } from '../../contract/policy';
import { policyTexts } from '../../domain/policy-set';
import { actor } from '../../domain/principal';
import type { Database } from '../database';
import { storeError } from '../store-errors';
import { decodeCursor, pageFrom } from './cursor';

type Pooled = Pick<Database, 'pool'>;

const versionRecord = z.object({ version: z.number(), texts: policyTexts, at: z.string(), by: actor });
export type PolicyVersionRecord = z.infer<typeof versionRecord>;

const state = z.object({
  revision: z.number(),
  activeVersion: z.number().nullable(),
  candidateVersion: z.number().nullable(),
});
export type PolicyState = z.infer<typeof state>;

const draft = z.object({ revision: z.number(), texts: policyTexts, at: z.string(), by: actor });
export type PolicyDraftRecord = z.infer<typeof draft>;

const TEXTS = `json_build_object('floor', floor, 'permit', permit, 'ask', ask) AS texts`;
export const POLICY_STATE = `SELECT revision, active_version AS "activeVersion", candidate_version AS "candidateVersion" FROM policy_state`;
/** Where the row is gone, nothing holds. */
const NOTHING: PolicyState = { revision: 0, activeVersion: null, candidateVersion: null };

export async function readPolicyState({ pool }: Pooled): Promise<PolicyState> {
  try {
    const { rows } = await pool.query({ name: 'policy_state', text: POLICY_STATE });
    return rows[0] === undefined ? NOTHING : state.parse(rows[0]);
  } catch (error) {
    throw storeError(error, 'read the state of the policy');
  }
}

/** @returns null where there never was that version. */
export async function readPolicyVersion(
  { pool }: Pooled,
  version: number,
): Promise<PolicyVersionRecord | null> {
  try {
    const { rows } = await pool.query({
      name: 'policy_version',
      text: `SELECT version, ${TEXTS}, created_at AS at, created_by AS by FROM policy_version WHERE version = $1`,
      values: [version],
    });
    return rows[0] === undefined ? null : versionRecord.parse(rows[0]);
  } catch (error) {
    throw storeError(error, 'read a version of the policy');
  }
}

/** Null while nothing was written. */
export async function readPolicyDraft({ pool }: Pooled): Promise<PolicyDraftRecord | null> {
  try {
    const { rows } = await pool.query({
      name: 'policy_draft',
      text: `SELECT revision, ${TEXTS}, updated_at AS at, updated_by AS by FROM policy_draft`,
    });
    return rows[0] === undefined ? null : draft.parse(rows[0]);
  } catch (error) {
    throw storeError(error, 'read the draft of the policy');
  }
}

/** The newest first. */
export async function listPolicyChanges(
  { pool }: Pooled,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<Page<PolicyChangeShape>> {
  const [before] = decodeCursor(cursor, z.tuple([countingNumber])) ?? [null];
  try {
    const { rows } = await pool.query({
      name: 'policy_changes',
      text: `SELECT seq, act, version, before, at, by, reason FROM policy_change
        WHERE $1::int IS NULL OR seq < $1 ORDER BY seq DESC LIMIT $2`,
      values: [before, limit + 1],
    });
    return pageFrom(
      rows.map((row) => policyChangeShape.parse(row)),
      limit,
      ({ seq }) => [seq],
      (row) => row,
    );
  } catch (error) {
    throw storeError(error, 'list changes of the policy');
  }
}
