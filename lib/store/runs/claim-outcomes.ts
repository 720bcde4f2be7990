// Knows what the ledger says to a claim that was not granted at once, by the row that stands under its key.
import type { Pool } from 'pg';
import { parseCanonicalJson } from '../../domain/canonical-json';
import { COMPENSATED_CODE, type EffectStatus, MAX_KEY_LENGTH } from '../../domain/effect';
import { CodedError } from '../../domain/errors';
import type { EffectClaim, EffectClaimOutcome } from '../../ports/effect-ledger';
import { classifyFault } from '../store-errors';
import { CLAIMS_WITH_RESOURCE, claimWithResourceStatement } from './effect-sections';
import { planName } from './plan-name';
import { relationOf, valuesOf } from './sections';

type LedgerRow = {
  readonly argument_hash: string;
  readonly status: EffectStatus;
  readonly run_id: string;
  readonly step: number;
  readonly attempts: number;
  readonly resource: string | null;
  readonly response: string | null;
  readonly tainted: boolean;
  readonly private_data: boolean;
  readonly error_code: string | null;
  readonly undo_run_id: string | null;
  readonly undo_step: number | null;
};

/** The key under which an effect is undone, as `undoKeyOf` makes it. */
const UNDO_KEY = `CASE WHEN length(e.scope) + length(e.key) + 6 <= ${MAX_KEY_LENGTH} THEN 'undo:' || e.scope || ':' || e.key
  ELSE 'undo:' || encode(sha256(convert_to(e.scope || ':' || e.key, 'UTF8')), 'hex') END`;

const READ = `SELECT e.argument_hash, e.status, e.run_id, e.step, e.attempts, e.resource, convert_from(e.response, 'UTF8') AS response, e.tainted,
    e.private_data, e.error->>'code' AS error_code, u.run_id AS undo_run_id, u.step AS undo_step
  FROM effect e LEFT JOIN effect u ON u.scope = 'run' AND u.key = ${UNDO_KEY} AND u.status <> 'failed_final'
  WHERE e.scope = $1 AND e.key = $2`;

const READ_HOLDER = 'SELECT run_id, step FROM effect WHERE resource = $1 AND (scope, key) <> ($2, $3)';

/** A claim outside its commit: the fence on the run's row stands in for the journal's. */
const CLAIM_LATE = claimWithResourceStatement(
  `${relationOf(CLAIMS_WITH_RESOURCE, 1)} JOIN run r ON r.id = claim.run_id AND r.fence = claim.fence AND r.status = 'running'`,
);

const TRIES = 20;

/** null: it may be claimed, because nothing happened under this key, or it is the claimer's own and others were given its resource meanwhile. */
function outcomeOf(row: LedgerRow | undefined, claim: EffectClaim): EffectClaimOutcome | null {
  if (row === undefined || row.status === 'failed_final') return null;
  const owner = { ownerRunId: row.run_id, ownerStep: row.step };
  if (row.argument_hash !== claim.argumentHash) return { status: 'mismatch', ...owner };
  if (row.status !== 'in_progress' && row.undo_run_id !== null)
    return { status: 'undone', ownerRunId: row.undo_run_id, ownerStep: row.undo_step ?? 0 };
  if (row.status === 'unknown' && row.error_code === COMPENSATED_CODE) return { status: 'undone', ...owner };
  switch (row.status) {
    case 'succeeded':
      return {
        status: 'replay',
        response: parseCanonicalJson(row.response ?? 'null'),
        tainted: row.tainted,
        privateData: row.private_data,
      };
    case 'unknown':
      return { status: 'unknown', ...owner };
    case 'in_progress':
      if (row.run_id !== claim.runId || row.step !== claim.step) return { status: 'in_flight', ...owner };
      return claim.resource !== undefined && row.resource === null
        ? null
        : { status: 'claimed', attempts: row.attempts };
  }
}

/**
 * Reads what stands under the claim's key, in a statement of its own; an effect that was given up since, or whose resource is free now, is claimed
 * after all.
 * @throws CodedError `store_collision` when the row keeps changing hands.
 */
export async function resolveClaim(pool: Pool, claim: EffectClaim): Promise<EffectClaimOutcome> {
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    const read = await pool.query<LedgerRow>({
      name: planName('read_effect'),
      text: READ,
      values: [claim.scope, claim.key],
    });
    const outcome = outcomeOf(read.rows[0], claim);
    if (outcome !== null) return outcome;
    const holder = await holderOf(pool, claim);
    if (holder !== undefined)
      return { status: 'resource_busy', ownerRunId: holder.run_id, ownerStep: holder.step };
    const attempts = await claimLate(pool, claim);
    if (attempts !== undefined) return { status: 'claimed', attempts };
  }
  throw new CodedError(
    'store_collision',
    'retryable',
    `The effect ${claim.scope}/${claim.key} keeps changing hands.`,
  );
}

async function holderOf(pool: Pool, { resource, scope, key }: EffectClaim) {
  if (resource === undefined) return undefined;
  const read = await pool.query<Pick<LedgerRow, 'run_id' | 'step'>>({
    name: planName('read_resource_holder'),
    text: READ_HOLDER,
    values: [resource, scope, key],
  });
  return read.rows[0];
}

/** undefined: somebody else was quicker, with the key or with the resource. */
async function claimLate(pool: Pool, claim: EffectClaim): Promise<number | undefined> {
  const values = valuesOf(CLAIMS_WITH_RESOURCE, [{ place: 0, claim }]);
  try {
    const late = await pool.query<{ attempts: number }>({
      name: planName('claim_late'),
      text: CLAIM_LATE,
      values,
    });
    return late.rows[0]?.attempts;
  } catch (error) {
    if (classifyFault(error) === 'collision') return undefined;
    throw error;
  }
}
