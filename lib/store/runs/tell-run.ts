// Knows how something that no person said reaches a run, once, whether it sleeps, is owned or has ended.
import type { Pool } from 'pg';
import { canonicalJson } from '../../domain/canonical-json';
import { type RunInput, runInput } from '../../domain/run-input';
import { storeError } from '../store-errors';
import { PLACE_INPUT, PLACE_INPUT_AFTER, PLACE_INPUT_OF_ENDED } from './place-input';
import { planName } from './plan-name';

/** The parameters of the statements that place an input. */
export const tellValues = (runId: string, input: RunInput, dedupeKey: string) => [
  runId,
  input.type,
  canonicalJson(runInput.parse(input)),
  dedupeKey,
];

export async function tellRun(
  pool: Pool,
  runId: string,
  input: RunInput,
  dedupeKey: string,
  seenInputSeq?: number,
): Promise<boolean> {
  const values = tellValues(runId, input, dedupeKey);
  try {
    if (seenInputSeq !== undefined) {
      const text = PLACE_INPUT_AFTER;
      const told = await pool.query({
        name: planName('tell_after'),
        text,
        values: [...values, seenInputSeq],
      });
      return told.rowCount === 1;
    }
    if (await tellLiveRun(pool, values)) return true;
    const ended = await pool.query({ name: planName('tell_ended'), text: PLACE_INPUT_OF_ENDED, values });
    // Between the two questions it may have been redriven.
    return ended.rowCount === 1 || (await tellLiveRun(pool, values));
  } catch (error) {
    throw storeError(error, 'tell a run');
  }
}

/** @returns false where the run has ended or was told before. */
export async function tellLiveRun(pool: Pool, values: readonly string[]): Promise<boolean> {
  const live = await pool.query({ name: planName('tell_run'), text: PLACE_INPUT, values: [...values] });
  return live.rowCount === 1;
}
