// What has to hold when a chaos is over, checked on what it left behind. Pure; each violation says which promise, which run and what was seen.
import { canonicalJson } from '../../lib/domain/canonical-json';
import { firstBrokenSeq, type HashText } from '../../lib/domain/journal-row';
import { TERMINAL_RUN_STATUSES } from '../../lib/domain/run';
import type { RunState } from '../../lib/domain/run-state';
import { decodeRow } from '../../lib/runtime/decode-row';
import { foldJournal } from '../../lib/runtime/fold';
import { unexplainedRows } from '../../lib/runtime/testing/explained-journal';
import { auditBooks } from './audit-books';
import { auditContacts } from './audit-contacts';
import { auditEvents } from './audit-events';
import { auditGates } from './audit-gates';
import { auditPoison } from './audit-poison';
import { auditQuestions } from './audit-questions';
import { auditSpend } from './audit-spend';
import { auditUndoing } from './audit-undoing';
import { compensationsOf, isWantedUndone } from './compensations';
import type { Evidence, RunHead } from './evidence';
import type { Accepted } from './people';
import type { Violation } from './violation';

const FAULTS: ReadonlySet<string> = new Set(['internal_error', 'journal_unreadable']);

type Told = Pick<Accepted, 'runId' | 'told'> & { readonly ref: string };

export function audit(evidence: Evidence, hash: HashText): Violation[] {
  const asked = evidence.accepted.map(({ runId, told, plan }) => ({ runId, told, ref: plan.ref }));
  const undoing = evidence.accepted
    .filter((one) => isWantedUndone(evidence, one))
    .flatMap(({ runId, plan }) =>
      compensationsOf(evidence, runId).map((head) => ({
        runId: head.runId,
        told: [],
        ref: `the undoing of ${plan.ref}`,
      })),
    );
  const known = new Set([...asked, ...undoing].map(({ runId }) => runId));
  const unasked = [...evidence.heads.keys()].filter((runId) => !known.has(runId));
  return [
    ...[...asked, ...undoing].flatMap((told) => auditRun(evidence, told, hash)),
    ...unasked.map((runId) => ({
      promise: 'a start that was asked again makes one run',
      runId,
      seen: 'nobody was told of this run',
    })),
    ...faultsOf(evidence),
    ...auditBooks(evidence),
    ...auditGates(evidence),
    ...auditEvents(evidence),
    ...auditUndoing(evidence),
    ...auditPoison(evidence),
    ...auditQuestions(evidence),
    ...auditContacts(evidence),
    ...auditSpend(evidence),
  ];
}

/** A database that is away, or a worker that dies, is none: such a run goes on. */
function faultsOf({ records: { letters } }: Evidence): Violation[] {
  return letters
    .filter(({ code }) => FAULTS.has(code))
    .map(({ runId, code }) => ({ promise: 'no fault of the runtime ends a run', runId, seen: code }));
}

function auditRun(evidence: Evidence, told: Told, hash: HashText): Violation[] {
  const { runId, ref } = told;
  const found: Violation[] = [];
  const violated = (promise: string, seen: string) => found.push({ promise, runId, seen: `${ref}: ${seen}` });
  const head = evidence.heads.get(runId);
  const rows = evidence.journals.get(runId) ?? [];
  if (head === undefined || rows.length === 0) {
    violated('no accepted run is lost', head === undefined ? 'it does not exist' : 'it has no journal');
    return found;
  }
  const brokenSeq = firstBrokenSeq(rows, hash);
  if (brokenSeq !== null) {
    violated('the chain is whole', `broken at row ${brokenSeq}`);
    return found;
  }
  const state = foldJournal(rows);
  for (const row of unexplainedRows(rows)) violated('the journal explains itself', row);
  if (!TERMINAL_RUN_STATUSES.has(head.status))
    violated('no run is stuck', `${head.status}, waiting for ${JSON.stringify(head.waiting)}`);
  for (const seen of differences(head, state)) violated('the state is the fold of the journal', seen);
  auditInputs(evidence, told, state, violated);
  return found;
}

function* differences(head: RunHead, state: RunState): Generator<string> {
  const isEnded = TERMINAL_RUN_STATUSES.has(head.status);
  if (isEnded !== (state.end !== null) || (isEnded && state.end?.status !== head.status))
    yield `the head says ${head.status}, the journal ${state.end?.status ?? 'that it goes on'}`;
  if (!isEnded) return;
  const { steps, toolCalls, costMicroUsd } = state.usage;
  if (head.steps !== steps || head.toolCalls !== toolCalls)
    yield `the head counts ${head.steps} steps and ${head.toolCalls} calls, the journal ${steps} and ${toolCalls}`;
  if (head.costMicroUsd !== costMicroUsd)
    yield `the head counts ${head.costMicroUsd} micro-USD, the journal ${costMicroUsd}`;
  if (canonicalJson(head.output) !== canonicalJson(state.end?.output ?? null))
    yield `the output differs: ${JSON.stringify(head.output)}`;
}

function auditInputs(
  { inputs, journals, heads }: Evidence,
  { runId, told }: Told,
  state: RunState,
  violated: (promise: string, seen: string) => void,
): void {
  const arrived = inputs.get(runId) ?? [];
  for (const type of told) {
    if (!arrived.includes(type))
      violated('no accepted input is lost', `${type} was accepted and is not there`);
  }
  const folded = (journals.get(runId) ?? [])
    .map(decodeRow)
    .flatMap(({ kind, payload }) => (kind === 'input' && payload.type !== 'start' ? [payload] : []));
  if (folded.some(({ inputSeq, type }, i) => inputSeq !== i + 1 || type !== arrived[i]))
    violated(
      'each input is folded once, in order',
      `folded ${folded.map(({ inputSeq }) => inputSeq).join(', ')}`,
    );
  if (state.end === null && folded.length < arrived.length)
    violated('no accepted input is lost', `folded ${folded.length} of ${arrived.length} and did not end`);
  const status = heads.get(runId)?.status;
  if (told.includes('cancel') && status !== 'cancelled' && folded.some(({ type }) => type === 'cancel'))
    violated('no accepted input is lost', `a cancel was folded and the run ${status}`);
}
