// What has to hold once a simulated history is over: runs ended, chains whole, inputs folded, ledger and the receivers' books of one mind.
import { firstBrokenSeq } from '@/lib/domain/journal-row';
import { TERMINAL_RUN_STATUSES } from '@/lib/domain/run';
import type { RunState } from '@/lib/domain/run-state';
import { sha256 } from '@/lib/ports/testing/sha256';
import { decodeRow } from '../../decode-row';
import { findStep, isToolStep } from '../../step-access';
import { unexplainedRows } from '../explained-journal';
import type { RunRecord } from '../memory-records';
import { checkOutside } from './outside';
import { checkPoison } from './poison-run';
import { checkRoutes } from './routing';
import type { SimulatedProcess } from './simulated-process';
import { checkSummaries } from './summaries';
import { TOOLS } from './tools';
import { checkUndoing } from './undoing';
import type { World } from './world';

const CONDEMNED = new Set(['journal_unreadable', 'internal_error', 'poison_run']);

export function checkHistory(world: World, processes: readonly SimulatedProcess[]): void {
  for (const [runId, run] of world.memory.runs) checkRun(world, world.trace.nameOf(runId), run);
  checkBooks(world);
  checkUndoing(world);
  checkOutside(world);
  checkPoison(world);
  const { findings, openPasses } = world;
  for (const { name, dead } of processes) {
    const open = openPasses.get(name) ?? 0;
    if (!dead && open !== 0) findings.violated('a pass is given back once', `${name} still holds ${open}`);
  }
}

function checkRun(world: World, name: string, run: RunRecord): void {
  const { findings, memory } = world;
  const { rows } = run;
  const broken = firstBrokenSeq(rows, sha256);
  if (broken !== null) {
    findings.violated('the chain is whole', `${name} is broken at row ${broken}`);
    return;
  }
  const state = world.stateOf(run.new.runId);
  if (state === null) return;
  for (const row of unexplainedRows(rows))
    findings.violated('the journal explains itself', `${name}: ${row}`);
  const isEnded = TERMINAL_RUN_STATUSES.has(run.status);
  if (!isEnded) {
    const waits = run.waiting === null ? 'for nothing' : `for ${run.waiting.reason}`;
    findings.violated('every run ends', `${name} is ${run.status}, waiting ${waits}`);
  }
  // A run that only its fence could end has no end row.
  const wasCondemned = CONDEMNED.has(run.error?.code ?? '');
  if (isEnded && state.end?.status !== run.status && !wasCondemned) {
    findings.violated(
      'the state is the fold of the journal',
      `${name} is ${run.status}, its journal ${state.end?.status}`,
    );
  }
  checkInputs({ findings }, name, run, state);
  checkSummaries(findings, name, run, state);
  checkRoutes(findings, name, state);
  checkLateAnswers({ findings, receiver: world.receiver }, name, run, state);
  for (const { ownerRunId, status, key } of memory.effects.all()) {
    if (ownerRunId === run.new.runId && isEnded && status === 'in_progress') {
      findings.violated('no effect of an ended run is in progress', `${name}, key ${key}`);
    }
  }
}

function checkInputs(
  { findings }: Pick<World, 'findings'>,
  name: string,
  run: RunRecord,
  state: RunState,
): void {
  const folded = run.rows
    .map(decodeRow)
    .flatMap((entry) =>
      entry.kind === 'input' && entry.payload.type !== 'start' ? [entry.payload.inputSeq] : [],
    );
  if (folded.some((inputSeq, i) => inputSeq !== i + 1)) {
    findings.violated('each input is folded once, in order', `${name} folded ${folded.join(', ')}`);
  }
  const wasFolded = run.error?.code !== 'poison_run';
  if (state.end === null && wasFolded && folded.length < run.inputs.length) {
    findings.violated(
      'no input is lost',
      `${name} folded ${folded.length} of ${run.inputs.length} and did not end`,
    );
  }
  const turnedDown = state.steps
    .filter(isToolStep)
    .filter(({ status, call }) => (status === 'rejected' || status === 'denied') && call?.keyScope === 'run');
  for (const { call, step, attempts } of turnedDown) {
    if (
      call !== null &&
      attempts.length > 0 &&
      attempts.some(({ mode, outcome }) => mode === 'send' && outcome !== 'error')
    )
      findings.violated('what was turned down is not sent', `${name}, step ${step}`);
  }
}

/** Each is told once, true to the books, and overrides no result. */
function checkLateAnswers(
  { findings, receiver }: Pick<World, 'findings' | 'receiver'>,
  name: string,
  run: RunRecord,
  state: RunState,
): void {
  const told = run.inputs.flatMap(({ input }) => (input.type === 'late_answer' ? [input] : []));
  const folded = new Set(
    run.rows
      .map(decodeRow)
      .flatMap(({ payload }) =>
        payload.type === 'late_answer' ? [`${payload.step}:${payload.attempt}`] : [],
      ),
  );
  findings.lateAnswers.told += told.length;
  findings.lateAnswers.ofEnded += told.length - folded.size;
  const attempts = told.map(({ step, attempt }) => `${step}:${attempt}`);
  if (new Set(attempts).size < attempts.length)
    findings.violated('an attempt is told of once', `${name}: ${attempts.join(', ')}`);
  for (const { step: number, outcome } of told) {
    const step = findStep(state, number);
    const call = step !== undefined && isToolStep(step) ? step.call : null;
    if (call !== null && outcome === 'succeeded' && receiver.countOf(call.tool, call.effectKey) === 0)
      findings.violated('a late success is in the books', `${name}, step ${number}`);
  }
  const results = new Map<number, number>();
  for (const { kind, payload } of run.rows.map(decodeRow)) {
    if (kind !== 'result' || payload.type !== 'tool' || payload.outcome !== 'succeeded') continue;
    if (payload.source === 'late_answer') findings.lateAnswers.settling += 1;
    results.set(payload.step, (results.get(payload.step) ?? 0) + 1);
  }
  for (const [step, count] of results)
    if (count > 1) findings.violated('a late answer overrides no result', `${name}, step ${step}`);
}

/** Idempotent receivers join by key; of the others each key has one effect at most, because the ledger says so. */
function checkBooks({ findings, receiver, memory }: World): void {
  const counts = new Map<string, number>();
  for (const { tool, key } of receiver.books) {
    const place = JSON.stringify([scopeOf(tool), key]);
    counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  const entries = new Map(
    [...memory.effects.all()].map((row) => [JSON.stringify([row.scope, row.key]), row]),
  );
  for (const [place, count] of counts) {
    if (count > 1) findings.violated('one effect at most under one key', `${place} happened ${count} times`);
    if (!entries.has(place)) findings.violated('each effect stands in the ledger', place);
  }
  for (const [place, { status }] of entries) {
    const count = counts.get(place) ?? 0;
    if (status === 'succeeded' && count === 0)
      findings.violated('the ledger agrees with the books', `${place} succeeded, and nothing happened`);
    if (status === 'failed_final' && count > 0)
      findings.violated('the ledger agrees with the books', `${place} failed for good, and happened`);
  }
}

function scopeOf(tool: string): string {
  const isKeyed = TOOLS.find(({ name }) => name === tool)?.definition.keyTemplate !== undefined;
  return isKeyed ? `tool:${tool}` : 'run';
}
