// The steps that conformance tests of a run store share: a created and claimed run, commits upon it, approvals and effects.
import { parseCanonicalJson } from '../../domain/canonical-json';
import { type AskedLevel, onExpiryAt } from '../../domain/escalation';
import type { JournalEntry } from '../../domain/journal-payload';
import type { JournalRow } from '../../domain/journal-row';
import { claimRow } from '../../domain/run-ends';
import type { EffectClaim } from '../effect-ledger';
import type { ClaimedRun } from '../run-claims';
import type { CommitExit, NewApproval, NewDeadLetter, RunCommit } from '../run-store';
import type { RunStoreHarness } from '../run-store-harness';
import { newTestRun, sealAfter, TEST_ACTOR, testSummary } from './journal-builder';
import { createTestIds } from './test-ids';

const AN_HOUR_MS = 3_600_000;
const SOON_LEASE_MS = 60_000;
const ids = createTestIds();

export const isoFromNow = (offsetMs: number) => new Date(Date.now() + offsetMs).toISOString();

/** A run that a worker owns, with the last row it knows of. */
export type OwnedRun = ClaimedRun & { readonly workerId: string; readonly last: JournalRow };

export async function aWorker(harness: Pick<RunStoreHarness, 'leases'>): Promise<string> {
  const workerId = ids.timeOrdered();
  await harness.leases.register(workerId, 'test-host', SOON_LEASE_MS, 0);
  return workerId;
}

/** @returns the run's id; it is due since `agoMs`. */
export async function aQueuedRun(
  harness: Pick<RunStoreHarness, 'store' | 'prepareAgent'>,
  agent = 'refunds',
  agoMs = AN_HOUR_MS,
): Promise<string> {
  await harness.prepareAgent(agent);
  const runId = ids.timeOrdered();
  await harness.store.createRun(newTestRun(runId, agent, isoFromNow(-agoMs)));
  return runId;
}

export async function claimAs(
  harness: Pick<RunStoreHarness, 'store'>,
  workerId: string,
  runId: string,
): Promise<OwnedRun | null> {
  const claimed = await harness.store.claimRun(workerId, runId);
  if (claimed === null) return null;
  const last = (await harness.store.loadJournal(runId)).at(-1);
  if (last === undefined) throw new Error('a claimed run has a journal');
  return { ...claimed, workerId, last };
}

export async function anOwnedRun(
  harness: Pick<RunStoreHarness, 'store' | 'leases' | 'prepareAgent'>,
  agent = 'refunds',
): Promise<OwnedRun> {
  const runId = await aQueuedRun(harness, agent);
  const owned = await claimAs(harness, await aWorker(harness), runId);
  if (owned === null) throw new Error('a queued run can be claimed');
  return owned;
}

export function claimPayloadOf(row: JournalRow) {
  return claimRow.parse(parseCanonicalJson(row.payload));
}

/** A commit with one harmless row upon the run's last one. */
export function commitOn(run: OwnedRun, over: Partial<RunCommit> = {}): RunCommit {
  const entry: JournalEntry = {
    kind: 'fact',
    payload: { type: 'bound', bound: 'loop', message: `row after ${run.last.seq}` },
  };
  return {
    runId: run.runId,
    rows: [sealAfter(run.runId, run.last, entry, isoFromNow(0))],
    fence: run.fence,
    effectClaims: [],
    effectCompletions: [],
    approvals: [],
    closedApprovals: [],
    openedWaits: [],
    closedWaits: [],
    holds: [],
    settlements: [],
    exit: null,
    ...over,
  };
}

/** The same run after `commit` was taken. */
export function following(run: OwnedRun, commit: RunCommit): OwnedRun {
  return { ...run, last: commit.rows.at(-1) ?? run.last };
}

export function parked(
  over: Partial<Extract<CommitExit, { kind: 'park' }>> = {},
): Extract<CommitExit, { kind: 'park' }> {
  return {
    kind: 'park',
    waiting: { reason: 'timer', items: [{ kind: 'timer', id: 'step:1' }] },
    dueAt: null,
    seenInputSeq: 0,
    summary: testSummary(isoFromNow(AN_HOUR_MS)),
    ...over,
  };
}

export function letter(over: Partial<NewDeadLetter> = {}): NewDeadLetter {
  return { id: ids.timeOrdered(), fingerprint: 'c'.repeat(16), step: 1, tool: null, model: 'demo', ...over };
}

/** A commit that ends the run as failed. */
export function failing(run: OwnedRun, over: Partial<Extract<CommitExit, { kind: 'end' }>> = {}): RunCommit {
  const error = { code: 'model_failed', message: 'It is away.' };
  const entry: JournalEntry = {
    kind: 'end',
    payload: { type: 'end', status: 'failed', output: null, partial: null, error },
  };
  const at = isoFromNow(0);
  const exit = { kind: 'end', status: 'failed', output: null, error, finishedAt: at } as const;
  const summary = testSummary(isoFromNow(AN_HOUR_MS));
  return commitOn(run, {
    rows: [sealAfter(run.runId, run.last, entry, at)],
    exit: { ...exit, summary, deadLetter: letter(), ...over },
  });
}

/** A commit that ends the run as cancelled. */
export function ended(run: OwnedRun, over: Partial<RunCommit> = {}): RunCommit {
  const error = { code: 'cancelled', message: 'Not needed.' };
  const entry: JournalEntry = {
    kind: 'end',
    payload: { type: 'end', status: 'cancelled', output: null, partial: null, error },
  };
  const at = isoFromNow(0);
  const summary = testSummary(isoFromNow(AN_HOUR_MS));
  return commitOn(run, {
    rows: [sealAfter(run.runId, run.last, entry, at)],
    exit: {
      kind: 'end',
      status: 'cancelled',
      output: null,
      error,
      finishedAt: at,
      summary,
      deadLetter: null,
    },
    ...over,
  });
}

export function claimOf(run: OwnedRun, over: Partial<EffectClaim> = {}): EffectClaim {
  return {
    scope: 'tool:payments.refund',
    key: `refund:${run.runId}`,
    runId: run.runId,
    step: 2,
    attempt: 1,
    fence: run.fence,
    argumentHash: 'a'.repeat(64),
    tool: 'payments.refund',
    ...over,
  };
}

export function approvalOf(
  run: OwnedRun,
  over: { id?: string; step?: number; expiresAt?: string | null; escalateTo?: AskedLevel[] } = {},
): NewApproval {
  return {
    runId: run.runId,
    agent: 'refunds',
    agentVersion: 1,
    step: over.step ?? 2,
    kind: 'tool_call',
    request: {
      id: over.id ?? ids.timeOrdered(),
      kind: 'tool_call',
      payloadHash: 'b'.repeat(64),
      requiredRole: 'approver',
      quorum: 1,
      selfApproval: 'forbid',
      expiresAt: over.expiresAt === undefined ? isoFromNow(AN_HOUR_MS) : over.expiresAt,
      onExpiry: onExpiryAt(0, over.escalateTo ?? []),
      ...(over.escalateTo === undefined ? {} : { escalateTo: over.escalateTo }),
      supersedes: null,
      changed: [],
    },
    tool: 'payments.refund',
    toolVersion: 1,
    arguments: { order_id: 'A-1', amount: 900 },
    argumentHash: 'a'.repeat(64),
    effect: 'idempotent',
    effectKey: `${run.runId}:2`,
    amount: 900,
    amountUnit: 'EUR',
    decision: { chosen: 'payments.refund', confidence: 0.9, reasoning: null, alternatives: null },
    reasons: [{ rule: 'escalation.amountAbove', verdict: 'await_approval', message: '900 is above 500.' }],
    tainted: false,
    model: 'large',
    startedBy: TEST_ACTOR,
    createdAt: isoFromNow(0),
  };
}
