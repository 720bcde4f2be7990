// The commits of one run of ten steps as the runtime makes them: the first intent, then each result with the next intent, the last with the end.
import { sha256Hex } from '../../lib/adapters/system/hash-text';
import type { Admission } from '../../lib/domain/admission';
import type { JournalEntry } from '../../lib/domain/journal-payload';
import { JOURNAL_FORMAT, type JournalRow, sealRow } from '../../lib/domain/journal-row';
import type { PlannedCall } from '../../lib/domain/planned-call';
import type { CommitExit, RunCommit, RunStore } from '../../lib/ports/run-store';
import { TEST_LIMITS } from '../../lib/ports/testing/journal-builder';

export const STEPS_PER_RUN = 10;

/**
 * journal: claim row, intents, results, hash chain, fence. full: besides, each call has its ledger row claimed and settled, and its intent holds
 * the call with its admission and the reasons, which is a step's entry for the audit. held: besides, each call is held from two budgets and settled.
 */
export type StepKind = 'journal' | 'full' | 'held';

export type Walked = {
  readonly runId: string;
  readonly fence: number;
  readonly last: JournalRow;
  /** From which steps of the kind `held` are held. */
  readonly allowances: readonly string[];
};

const VALUE = { text: 'x'.repeat(200) };

/** @param steps takes how long each step took, from handing in its result to its being committed. */
export async function walkRun(
  store: Pick<RunStore, 'commit'>,
  { runId, fence, last, allowances }: Walked,
  kind: StepKind,
  steps: number[],
): Promise<void> {
  const isFull = kind !== 'journal';
  const isHeld = kind === 'held';
  const seal = sealer(last);
  for (let step = 1; step <= STEPS_PER_RUN + 1; step += 1) {
    const startedMs = performance.now();
    const ends = step > STEPS_PER_RUN;
    const rows: JournalRow[] = [];
    if (step > 1) rows.push(seal(resultOf(step - 1), step - 1));
    rows.push(ends ? seal(END, null) : seal(intentOf(runId, step, isFull), step));
    const commit: RunCommit = {
      runId,
      fence,
      rows,
      effectClaims:
        isFull && !ends
          ? [{ ...effectOf(runId, step), attempt: 1, argumentHash: ARGUMENT_HASH, tool: 'bench', fence }]
          : [],
      effectCompletions:
        isFull && step > 1
          ? [
              {
                ...effectOf(runId, step - 1),
                fence,
                status: 'succeeded',
                response: VALUE,
                tainted: false,
                privateData: false,
              },
            ]
          : [],
      approvals: [],
      closedApprovals: [],
      openedWaits: [],
      closedWaits: [],
      holds:
        isHeld && !ends ? [{ ...attemptOf(runId, step), ...HELD, allowances, at: rows[0]?.at ?? '' }] : [],
      settlements:
        isHeld && step > 1 ? [{ ...attemptOf(runId, step - 1), ...COST, at: rows[0]?.at ?? '' }] : [],
      exit: ends ? ended() : null,
    };
    const outcome = await store.commit(commit);
    if (outcome.status !== 'committed') throw new Error('the only worker is never fenced');
    if (step > 1) steps.push(performance.now() - startedMs);
  }
}

function sealer(claim: JournalRow) {
  let last = claim;
  return ({ kind, payload }: JournalEntry, step: number | null): JournalRow => {
    const { runId, seq, hash } = last;
    const header = {
      runId,
      seq: seq + 1,
      kind,
      step,
      at: new Date().toISOString(),
      format: JOURNAL_FORMAT,
      runtimeVersion: 'bench',
    };
    last = sealRow(header, payload, { costMicroUsd: 0, tokens: 0 }, hash, sha256Hex);
    return last;
  };
}

const ARGUMENT_HASH = sha256Hex('{"orderId":"ORD-58213"}');
const ADMITTED: Admission = {
  verdict: 'admit',
  reasons: [],
  policy: {
    effect: 'permit',
    rules: [{ id: 'default', effect: 'permit', message: 'granted' }],
    policyVersion: '1',
  },
  confidence: 0.9,
  amount: null,
  amountUnit: null,
  tainted: false,
};
const attemptOf = (runId: string, step: number) => ({ runId, step, attempt: 1 });
const HELD = { called: 'model', name: 'bench', version: 1, heldMicroUsd: 9_000 } as const;
const COST = {
  costMicroUsd: 1_200,
  estimated: false,
  outcome: 'succeeded',
  usage: { inputTokens: 900, outputTokens: 40, cachedInputTokens: 0, reasoningTokens: 0 },
} as const;
const effectOf = (runId: string, step: number) => ({ scope: 'run', key: `${runId}:${step}`, runId, step });

const resultOf = (step: number): JournalEntry => ({
  kind: 'result',
  payload: {
    type: 'tool',
    step,
    attempt: 1,
    latencyMs: 1,
    outcome: 'succeeded',
    value: VALUE,
    source: 'call',
    tainted: false,
    privateData: false,
  },
});

function intentOf(runId: string, step: number, isFull: boolean): JournalEntry {
  const bare = { type: 'tool', step, attempt: 1, mode: 'send' } as const;
  if (!isFull) return { kind: 'intent', payload: bare };
  const call: PlannedCall = {
    tool: 'bench',
    toolVersion: 1,
    arguments: { orderId: 'ORD-58213' },
    argumentHash: ARGUMENT_HASH,
    effect: 'idempotent',
    effectKey: `${runId}:${step}`,
    keyScope: 'run',
    timeoutMs: 5_000,
    maxAttempts: 3,
    backoff: { baseMs: 200, capMs: 5_000 },
  };
  return { kind: 'intent', payload: { ...bare, call, admission: ADMITTED } };
}

const END: JournalEntry = {
  kind: 'end',
  payload: { type: 'end', status: 'succeeded', output: null, partial: null, error: null },
};

function ended(): CommitExit {
  const finishedAt = new Date().toISOString();
  const figures = { steps: STEPS_PER_RUN, toolCalls: STEPS_PER_RUN, tokens: 0, costMicroUsd: 0 };
  const summary = {
    ...figures,
    tainted: false,
    partial: null,
    deadlineAt: finishedAt,
    givenDeadlineAt: null,
    limits: TEST_LIMITS,
  };
  return {
    kind: 'end',
    status: 'succeeded',
    output: null,
    error: null,
    summary,
    finishedAt,
    deadLetter: null,
  };
}
