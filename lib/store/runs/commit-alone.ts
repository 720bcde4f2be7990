// Knows a commit that takes more than one statement, in one transaction: it settles an effect and claims the same key, or its end starts a run.
import type { Pool } from 'pg';
import type { RunCommit } from '../../ports/run-store';
import { type BatchVerdict, writeCarefully } from './commit-batch';
import { CREATE_RUN, createRunValues } from './create-run';
import { CLAIMS_WITH_RESOURCE, type ClaimedKey, claimWithResourceStatement } from './effect-sections';
import { relationOf, valuesOf } from './sections';

const CLAIM_ALONE = claimWithResourceStatement(relationOf(CLAIMS_WITH_RESOURCE, 1));

/** Completions first, then claims; a run that the end starts exists only if the end was taken. @throws what the driver throws; nothing is written then. */
export async function writeAlone(pool: Pool, commit: RunCommit): Promise<BatchVerdict[]> {
  const client = await pool.connect();
  let fault: Error | undefined;
  try {
    await client.query('BEGIN');
    const [verdict] = await writeCarefully(client, [{ ...commit, effectClaims: [] }], 'nothing');
    const granted = new Map<number, number>();
    if (verdict?.taken) {
      for (const [i, claim] of commit.effectClaims.entries()) {
        const values = valuesOf(CLAIMS_WITH_RESOURCE, [{ place: i, claim }]);
        const { rows } = await client.query<ClaimedKey>({
          name: 'claim_alone',
          text: CLAIM_ALONE,
          values,
        });
        if (rows[0] !== undefined) granted.set(i, rows[0].attempts);
      }
    }
    const compensation = verdict?.exited && commit.exit?.kind === 'end' ? commit.exit.compensation : null;
    if (compensation)
      await client.query({
        name: 'create_run',
        text: CREATE_RUN,
        values: createRunValues(compensation),
      });
    await client.query('COMMIT');
    return [{ taken: verdict?.taken ?? false, exited: verdict?.exited ?? false, granted }];
  } catch (error) {
    fault = error instanceof Error ? error : new Error(String(error));
    throw error;
  } finally {
    // A connection that failed inside a transaction is not given back to anyone.
    client.release(fault);
  }
}
