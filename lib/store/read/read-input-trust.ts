// Knows what whoever started a run said of its input; nothing but the run's first row says it.
import { type InputTrust, inputTrust } from '../../domain/run';
import type { Database } from '../database';
import { storeError } from '../store-errors';

const READ = `SELECT convert_from(payload, 'UTF8')::json->>'inputTrust' AS said FROM checkpoint WHERE run_id = $1 AND seq = 1`;

/** null where the journal is not there, or was erased. */
export async function readInputTrust(
  { pool }: Pick<Database, 'pool'>,
  runId: string,
): Promise<InputTrust | null> {
  try {
    const { rows } = await pool.query({ name: 'read_input_trust', text: READ, values: [runId] });
    const said: unknown = rows[0]?.said ?? null;
    return said === null ? null : inputTrust.parse(said);
  } catch (error) {
    throw storeError(error, 'read the trust of an input');
  }
}
