// The inside of a run by the runtime's own fold: steps, journal, and the state at one row.
import 'server-only';
import type { Page } from '../../contract/page';
import type { JournalRowShape, StateShape, StepShape } from '../../contract/run-detail';
import { RequestError } from '../../domain/errors';
import type { JournalRow } from '../../domain/journal-row';
import type { RunState } from '../../domain/run-state';
import { foldJournal } from '../../runtime/fold';
import { foldLateAnswer } from '../../runtime/fold-late-answer';
import { isUuid } from '../../store/read/cursor';
import { readJournal } from '../../store/read/read-journal';
import type { App } from '../app';
import { FoldedJournals } from './folded-journals';
import { stateShapeOf } from './state-view';
import { shapesOf } from './step-view';

type Paged = { readonly limit: number; readonly cursor?: string | undefined };

const journals = new FoldedJournals();

/** Number() would also read 1e3, 0x10 and a blank. */
const STEP_NUMBER = /^\d{1,9}$/;

/** In order; the cursor is the number of the last step seen. */
export async function listSteps(app: App, runId: string, { limit, cursor }: Paged): Promise<Page<StepShape>> {
  if (cursor !== undefined && !STEP_NUMBER.test(cursor))
    throw new RequestError('invalid_request', 'The cursor is not one of this list.', [
      { path: '/query/cursor', message: 'is not a cursor of this list' },
    ]);
  const after = Number(cursor ?? 0);
  const folded = isUuid(runId) ? await journals.read(app, runId) : null;
  if (folded === null) throw noSuchRun(runId);
  const state = await withLateAnswers(app, folded.state);
  const steps = state.steps.filter(({ step }) => step > after);
  const items = shapesOf(steps.slice(0, limit), folded.mentions, state.seq);
  return { items, nextCursor: steps.length > limit ? String(items.at(-1)?.step) : null };
}

export async function listJournal(app: App, runId: string, query: Paged): Promise<Page<JournalRowShape>> {
  const page = await readJournal(app.db, runId, query);
  if (page === null) throw noSuchRun(runId);
  return page;
}

/** After row `seq`, the newest when absent. @throws RequestError not_found for a run or a row that is not there. */
export async function readState(app: App, runId: string, seq: number | undefined): Promise<StateShape> {
  const rows = await loadRows(app, runId);
  const upTo = seq ?? rows.length;
  const row = rows[upTo - 1];
  if (row === undefined)
    throw new RequestError('not_found', `The journal of this run has ${rows.length} rows, not ${upTo}.`);
  const seen = rows.slice(0, upTo);
  const state = foldJournal(seen);
  return stateShapeOf(upTo === rows.length ? await withLateAnswers(app, state) : state, seen, rows.length);
}

/** A run that has ended folds nothing in any more; what receivers said since is shown beside its steps all the same. */
async function withLateAnswers(app: App, state: RunState): Promise<RunState> {
  if (state.end === null) return state;
  const inputs = await app.store.readInputs(state.runId, state.inputSeq);
  return inputs.reduce(
    (shown, { input }) => (input.type === 'late_answer' ? foldLateAnswer(shown, input) : shown),
    state,
  );
}

async function loadRows(app: App, runId: string): Promise<readonly JournalRow[]> {
  const rows = isUuid(runId) ? await app.store.loadJournal(runId) : [];
  if (rows.length === 0) throw noSuchRun(runId);
  return rows;
}

function noSuchRun(runId: string): RequestError {
  return new RequestError('not_found', `There is no run ${runId}.`);
}
