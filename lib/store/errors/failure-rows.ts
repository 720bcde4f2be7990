// Knows which journal rows tell a failure: results that are errors, and answers of models that were no valid call. Refuses to look behind text of others.
import { isDryRun } from '../../domain/fork';
import type { JournalRow } from '../../domain/journal-row';
import type { Section } from '../runs/sections';

export type FailureRow = { readonly runId: string; readonly seq: number };

/** Keys are sorted: an error of a tool begins with its approval, one of a model has it third; numbers alone stand before the outcome of an invalid answer. */
const TOLD = /^\{"(?:approval"|attempt":\d+,"costMicroUsd":\d+,(?:"error"|[^[{]*"outcome":"invalid"))/;

/** Dry runs fail for nobody. */
export function tellsFailure({ runId, kind, payload }: JournalRow): boolean {
  return kind === 'result' && TOLD.test(payload.slice(0, 200)) && !isDryRun(runId);
}

/** The same of a stored row. */
export const tellsFailureSql = (row: string) =>
  String.raw`(${row}.kind = 'result' AND encode(substring(${row}.payload FROM 1 FOR 200), 'escape')
    ~ '^\{"(approval"|attempt":\d+,"costMicroUsd":\d+,("error"|[^[{]*"outcome":"invalid"))')`;

export const FAILURES: Section<FailureRow> = {
  name: 'failures',
  columns: [
    { name: 'run_id', type: 'uuid', of: ({ runId }) => runId },
    { name: 'seq', type: 'int', of: ({ seq }) => seq },
  ],
};

export const noteFailuresStatement = (from: string): string =>
  `INSERT INTO error_due (run_id, seq) SELECT failures.run_id, failures.seq FROM ${from}`;
