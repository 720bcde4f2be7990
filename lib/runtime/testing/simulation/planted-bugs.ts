// Bugs that the simulation has to find, each planted between the runtime and its store: nothing of them stands in production code.

import { canonicalJson } from '@/lib/domain/canonical-json';
import { type JournalRow, sealRow } from '@/lib/domain/journal-row';
import type { StepState } from '@/lib/domain/run-state';
import { SETTLED_STEP_STATUSES } from '@/lib/domain/step';
import { isoAt } from '@/lib/ports/clock';
import type { ClaimedRun } from '@/lib/ports/run-claims';
import type { CommitOutcome, RunCommit, RunStore } from '@/lib/ports/run-store';
import { sha256 } from '@/lib/ports/testing/sha256';
import type { MemoryRunStore } from '../memory-run-store';
import type { StoreWrapper } from './world';

type Commit = RunStore['commit'];

const HOUR_MS = 3_600_000;

/** No fence: rows of a worker that lost the run are put behind the ones that stand. */
export const noFence: StoreWrapper = (memory) =>
  withCommit(memory, async (commit) => {
    const outcome = await memory.commit(commit);
    const run = memory.runs.get(commit.runId);
    if (outcome.status === 'committed' || run === undefined) return outcome;
    let previous = run.rows.at(-1);
    const rows = commit.rows.map((row) => {
      if (previous === undefined) return row;
      const { costMicroUsd, tokens } = row;
      const header = { ...row, seq: previous.seq + 1 };
      previous = sealRow(header, JSON.parse(row.payload), { costMicroUsd, tokens }, previous.hash, sha256);
      return previous;
    });
    return memory.commit({ ...commit, rows, fence: run.fence });
  });

/** No ledger: whoever wants to send is let. */
export const noLedger: StoreWrapper = (memory) =>
  withCommit(memory, async (commit) => {
    const outcome = await memory.commit(commit);
    return outcome.status === 'fenced' ? outcome : { ...outcome, claims: granted(commit) };
  });

/** No resource lease: effects are claimed whatever they work on. */
export const noResources: StoreWrapper = (memory) => ({
  ...withCommit(memory, (commit) =>
    memory.commit({
      ...commit,
      effectClaims: commit.effectClaims.map(({ resource: _resource, ...claim }) => claim),
    }),
  ),
  heldBy: ({ resource: _resource, ...claim }) => memory.heldBy(claim),
});

/** Swallowed refusal: what another worker's claim kept out is taken for committed. */
export const swallowedRefusal: StoreWrapper = (memory) =>
  withCommit(memory, async (commit) => {
    const outcome = await memory.commit(commit);
    if (outcome.status === 'committed') return outcome;
    return { status: 'committed', claims: granted(commit), exited: commit.exit !== null };
  });

/** Lost wake-up: a run parks whatever came since its inputs were read, and counts that as seen. */
export const lostWakeUp: StoreWrapper = (memory) =>
  withCommit(memory, async (commit) => {
    const { exit } = commit;
    if (exit?.kind !== 'park') return memory.commit(commit);
    const seenInputSeq = memory.runs.get(commit.runId)?.inputs.length ?? 0;
    return memory.commit({ ...commit, exit: { ...exit, seenInputSeq } });
  });

/** Forgotten undo: the end of a run stands, and the run that it starts is not made. */
export const forgottenUndo: StoreWrapper = (memory) =>
  withCommit(memory, async (commit) => {
    const { exit } = commit;
    return memory.commit(
      exit?.kind === 'end' ? { ...commit, exit: { ...exit, compensation: null } } : commit,
    );
  });

/** Lost on arrival: nobody asks for what came before the wait. */
export const forgottenEvents: StoreWrapper = (memory) => ({
  ...withCommit(memory, (commit) => memory.commit(commit)),
  matchEvents: async () => [],
});

/** One event for every wait on its key. */
export const sharedEvents: StoreWrapper = (memory) => ({
  ...withCommit(memory, (commit) => memory.commit(commit)),
  matchEvents: async (keys) => {
    const told = await memory.matchEvents(keys);
    const { waits, kept } = memory.events;
    for (const wait of waits) {
      const event = kept.find(({ correlationKey }) => correlationKey === wait.correlationKey);
      if (wait.status !== 'open' || event === undefined || !keys.includes(wait.correlationKey)) continue;
      const { id, payload, by } = event;
      wait.status = 'settled';
      wait.eventId = id;
      const { id: waitId, step, correlationKey } = wait;
      const seen = { id, payload, receivedAt: isoAt(event.receivedAtMs) };
      memory.appendInput(wait.runId, { type: 'signal', by, waitId, step, correlationKey, event: seen });
    }
    return told;
  },
});

/** No cap: contacts are claimed without being counted, and nobody is told of them. */
export const noCap: StoreWrapper = (memory) => ({
  ...withCommit(memory, (commit) =>
    memory.commit({
      ...commit,
      effectClaims: commit.effectClaims.map(({ contact: _contact, ...claim }) => claim),
    }),
  ),
});

/** Belief in early words: whenever it was said that a call did not happen, it is taken for said late enough. */
export const believedEarly: StoreWrapper = (memory) => ({
  ...withCommit(memory, (commit) => memory.commit(commit)),
  readInputs: async (runId, after) => {
    const inputs = await memory.readInputs(runId, after);
    return inputs.map(({ inputSeq, input }) =>
      input.type === 'decision'
        ? { inputSeq, input: { ...input, decidedAt: isoAt(Date.parse(input.decidedAt) + HOUR_MS) } }
        : { inputSeq, input },
    );
  },
});

/** Uncounted losses: who claims a run is not told what became of its owners. */
export const uncountedLosses: StoreWrapper = (memory) => {
  const blind = ({ lost: _lost, ...claimed }: ClaimedRun): ClaimedRun => claimed;
  return {
    ...withCommit(memory, (commit) => memory.commit(commit)),
    claimDry: (workerId, limit, runId) => memory.claimDry(workerId, limit, runId),
    claimApart: async (workerId) => {
      const claimed = await memory.claimApart(workerId);
      return claimed && blind(claimed);
    },
  };
};

/** Lost calls are taken as free. */
export const freeLosses: StoreWrapper = (memory) =>
  withCommit(memory, (commit) => {
    const settlements = commit.settlements.map((one) =>
      one.outcome === 'lost' ? { ...one, costMicroUsd: 0 } : one,
    );
    return memory.commit({ ...commit, settlements });
  });

/** No quarantine: a run that took processes down is claimed beside others like any other. */
export const noQuarantine: StoreWrapper = (memory) => ({
  ...withCommit(memory, (commit) => memory.commit(commit)),
  claimDue: async (workerId, limit) => {
    const claimed = [...(await memory.claimDue(workerId, limit))];
    while (claimed.length < limit) {
      const apart = await memory.claimApart(workerId);
      if (apart === null) break;
      claimed.push(apart);
    }
    return claimed;
  },
  claimApart: async () => null,
  anyApart: async () => false,
});

/** Room is granted as if nobody else held any. */
export const boundlessGrants: StoreWrapper = (memory) => {
  memory.budgets.heldOf = () => 0;
  return memory;
};

/** Forgetful snapshot: what was open when it was written is not in it. */
export const forgetfulSnapshot: StoreWrapper = (memory) => ({
  ...withCommit(memory, (commit) => memory.commit(commit)),
  loadTail: async (runId) => {
    const rows = await memory.loadTail(runId);
    const newest = rows.findLastIndex(({ kind }) => kind === 'snapshot');
    return rows.map((row, i) => (i === newest ? withoutOpenSteps(row) : row));
  },
});

function withoutOpenSteps(row: JournalRow): JournalRow {
  const held = JSON.parse(row.payload);
  const settled = held.state.steps.filter(({ status }: StepState) => SETTLED_STEP_STATUSES.has(status));
  const payload = canonicalJson({ ...held, state: { ...held.state, steps: settled } });
  return { ...row, payload, payloadHash: sha256(payload) };
}

function granted({ effectClaims }: RunCommit): Extract<CommitOutcome, { status: 'committed' }>['claims'] {
  return effectClaims.map(({ attempt }) => ({ status: 'claimed', attempts: attempt }));
}

function withCommit(memory: MemoryRunStore, commit: Commit): RunStore {
  return {
    createRun: (run) => memory.createRun(run),
    claimDue: (workerId, limit) => memory.claimDue(workerId, limit),
    claimRun: (workerId, runId, free) => memory.claimRun(workerId, runId, free),
    claimCancelled: (workerId, limit) => memory.claimCancelled(workerId, limit),
    claimDry: (workerId, limit, runId) => memory.claimDry(workerId, limit, runId),
    claimApart: (workerId) => memory.claimApart(workerId),
    anyApart: () => memory.anyApart(),
    ownedRuns: (workerId) => memory.ownedRuns(workerId),
    loadJournal: (runId) => memory.loadJournal(runId),
    loadTail: (runId) => memory.loadTail(runId),
    readInputs: (runId, after) => memory.readInputs(runId, after),
    commit,
    condemn: (run, why) => memory.condemn(run, why),
    hasten: (runIds) => memory.hasten(runIds),
    tellLeak: (...told) => memory.tellLeak(...told),
    tellSecrets: (...told) => memory.tellSecrets(...told),
    tellRun: (...told) => memory.tellRun(...told),
    heldBy: (claim) => memory.heldBy(claim),
    wakeWaiting: (places) => memory.wakeWaiting(places),
    matchEvents: (keys) => memory.matchEvents(keys),
    contactsOn: (key) => memory.contactsOn(key),
    reviewRate: (...asked) => memory.reviewRate(...asked),
    sumsIn: (...asked) => memory.sumsIn(...asked),
    endWaits: (limit) => memory.endWaits(limit),
    expireApprovals: (limit, onFailure) => memory.expireApprovals(limit, onFailure),
  };
}
