// Knows which calls a version of the policy would have changed while it was only logged.
import { z } from 'zod';
import { countingNumber, type Page } from '../../contract/page';
import {
  type PolicyDifferenceCount,
  type PolicyDifferenceShape,
  policyDifferenceCount,
  policyDifferenceShape,
} from '../../contract/policy';
import type { Database } from '../database';
import { storeError } from '../store-errors';
import { decodeCursor, pageFrom } from './cursor';

type Pooled = Pick<Database, 'pool'>;

/** A call that was judged twice, when it was proposed and when it was sent, is one. */
const COUNT = `SELECT decided, said, count(DISTINCT (run_id, step))::int AS calls FROM policy_difference
  WHERE version = $1 GROUP BY decided, said ORDER BY calls DESC, decided, said`;

export async function countPolicyDifferences(
  { pool }: Pooled,
  version: number,
): Promise<PolicyDifferenceCount[]> {
  try {
    const { rows } = await pool.query({ name: 'count_policy_differences', text: COUNT, values: [version] });
    return rows.map((row) => policyDifferenceCount.parse(row));
  } catch (error) {
    throw storeError(error, 'count differences of the policy');
  }
}

const LIST = `SELECT run_id AS "runId", seq, step, at, agent, tool, decided, said, rules FROM policy_difference
  WHERE version = $1 AND ($2::uuid IS NULL OR (run_id, seq) < ($2, $3::int)) ORDER BY run_id DESC, seq DESC LIMIT $4`;

/** Of the newest runs first. */
export async function listPolicyDifferences(
  { pool }: Pooled,
  {
    version,
    limit,
    cursor,
  }: { readonly version: number; readonly limit: number; readonly cursor?: string | undefined },
): Promise<Page<PolicyDifferenceShape>> {
  const [runId, seq] = decodeCursor(cursor, z.tuple([z.uuid(), countingNumber])) ?? [null, null];
  try {
    const { rows } = await pool.query<PolicyDifferenceShape & { seq: number }>({
      name: 'list_policy_differences',
      text: LIST,
      values: [version, runId, seq, limit + 1],
    });
    return pageFrom(
      rows,
      limit,
      (row) => [row.runId, row.seq],
      ({ seq: _, ...row }) => policyDifferenceShape.parse(row),
    );
  } catch (error) {
    throw storeError(error, 'list differences of the policy');
  }
}
