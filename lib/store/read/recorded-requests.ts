// Knows what the policy was asked about calls in the past, as their admissions recorded it.
import { z } from 'zod';
import { type PolicyFacts, policyFacts } from '../../domain/admission';
import { type JsonObject, jsonObject } from '../../domain/json';
import type { Database } from '../database';
import { storeError } from '../store-errors';

export type RecordedRequest = {
  readonly runId: string;
  readonly step: number;
  readonly at: string;
  readonly facts: PolicyFacts;
  readonly arguments: JsonObject;
};

const recorded = z.object({
  admission: z.object({ policyFacts }),
  call: z.object({ arguments: jsonObject }),
});

/** Keys of a payload are sorted, and no other begins with an admission. */
const READ = `SELECT run_id AS "runId", step, at, convert_from(payload, 'UTF8') AS payload FROM checkpoint
  WHERE kind IN ('fact', 'intent') AND step IS NOT NULL AND NOT is_dry_run(run_id) AND substring(payload FROM 1 FOR 13) = convert_to('{"admission":', 'UTF8')
  ORDER BY run_id DESC, seq DESC LIMIT $1`;

/** Of the newest runs first. `unread`: admissions among them from before what was asked was recorded, or that were erased. */
export async function readRecordedRequests(
  { pool }: Pick<Database, 'pool'>,
  limit: number,
): Promise<{ readonly requests: readonly RecordedRequest[]; readonly unread: number }> {
  try {
    const { rows } = await pool.query<{ runId: string; step: number; at: string; payload: string }>({
      name: 'recorded_requests',
      text: READ,
      values: [limit],
    });
    const requests = rows.flatMap(({ payload, ...row }) => {
      const read = recorded.safeParse(JSON.parse(payload));
      if (!read.success) return [];
      const { admission, call } = read.data;
      return [{ ...row, facts: admission.policyFacts, arguments: call.arguments }];
    });
    return { requests, unread: rows.length - requests.length };
  } catch (error) {
    throw storeError(error, 'read what the policy was asked');
  }
}
