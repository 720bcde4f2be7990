// Knows a commit with rows as the runtime writes them, for tests of figures and lists.
import type { JournalEntry } from '../../../domain/journal-payload';
import type { JournalRow } from '../../../domain/journal-row';
import type { RunCommit } from '../../../ports/run-store';
import { sealAfter } from '../../../ports/testing/journal-builder';
import { commitOn, isoFromNow, type OwnedRun } from '../../../ports/testing/run-store-scenario';

/** A commit as the runtime writes it: a model step that failed and two tool calls that were sent, one of them twice. */
export function working(run: OwnedRun): RunCommit {
  const rows: JournalRow[] = [];
  const add = (entry: JournalEntry, step: number, over: Partial<JournalRow> = {}) => {
    rows.push({ ...sealAfter(run.runId, rows.at(-1) ?? run.last, entry, isoFromNow(0), step), ...over });
  };
  const model = { type: 'model', step: 1, attempt: 1 } as const;
  add(
    {
      kind: 'intent',
      payload: { ...model, model: 'm', modelVersion: 1, maxOutputTokens: 16 },
    },
    1,
  );
  add(
    {
      kind: 'result',
      payload: {
        ...model,
        usage: null,
        costMicroUsd: 1_234,
        reportedModel: null,
        latencyMs: 5,
        outcome: 'error',
        error: { code: 'x', message: '"type":"tool"', class: 'retryable' },
        retryAt: null,
      },
    },
    1,
    { costMicroUsd: 1_234, tokens: 77 },
  );
  for (const step of [2, 3]) {
    add({ kind: 'intent', payload: { type: 'tool', step, attempt: 1, mode: 'send' } }, step);
  }
  add({ kind: 'intent', payload: { type: 'tool', step: 2, attempt: 2, mode: 'send' } }, 2);
  return commitOn(run, { rows });
}
