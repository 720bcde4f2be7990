// Knows what a journal of a seeded run says: rows of the present format, chained, that the runtime's own fold takes. Pure: the same number gives the same rows.
import { sha256Hex } from '../../lib/adapters/system/hash-text';
import type { Admission } from '../../lib/domain/admission';
import type { JournalEntry } from '../../lib/domain/journal-payload';
import { GENESIS_HASH, JOURNAL_FORMAT, type JournalRow, sealRow } from '../../lib/domain/journal-row';
import type { PlannedCall } from '../../lib/domain/planned-call';
import type { Actor } from '../../lib/domain/principal';
import type { RunState } from '../../lib/domain/run-state';
import { foldRow } from '../../lib/runtime/fold';
import { letGo } from '../../lib/runtime/let-go';
import { SNAPSHOT_EVERY_ROWS } from '../../lib/runtime/runtime-constants';
import { isSnapshotDue, sealSnapshot } from '../../lib/runtime/seal-snapshot';
import { MODELS, type SeededRun, TOOLS } from './seeded-run';

export const SEEDER: Actor = { kind: 'user', id: 'bench', label: 'Bench' };
const VERSION = 'seed';
const DIGEST = 'a'.repeat(64);

/** Steps of one call of a model and one of a tool each, but for the last two: the answer, and the finish it brings. */
export function seededJournal(run: SeededRun): JournalRow[] {
  const rows: JournalRow[] = [];
  let state: RunState | null = null;
  let atMs = run.createdMs;
  const put = (entry: JournalEntry, step: number | null, costMicroUsd = 0, tokens = 0) => {
    const header = {
      runId: run.id,
      seq: rows.length + 1,
      kind: entry.kind,
      step,
      at: new Date(atMs).toISOString(),
      format: JOURNAL_FORMAT,
      runtimeVersion: VERSION,
    } as const;
    const row = sealRow(
      header,
      entry.payload,
      { costMicroUsd, tokens },
      rows.at(-1)?.hash ?? GENESIS_HASH,
      sha256Hex,
    );
    rows.push(row);
    if (run.steps < SNAPSHOT_EVERY_ROWS) return;
    state = letGo(foldRow(state, row));
    if (!isSnapshotDue(state, SNAPSHOT_EVERY_ROWS)) return;
    const snapshot = sealSnapshot(state, header.at, { hash: sha256Hex, runtimeVersion: VERSION });
    rows.push(snapshot);
    state = foldRow(state, snapshot);
  };
  put({ kind: 'input', payload: startOf(run) }, null);
  if (run.status === 'queued') return rows;
  atMs += 40;
  put({ kind: 'claim', payload: { type: 'claim', workerId: 'bench', fence: 1 } }, null);
  for (let step = 1; step <= run.walked; step += 2) {
    const last = step + 1 >= run.steps;
    const figures = figuresOf(run, step);
    put({ kind: 'intent', payload: modelIntentOf(run, step, 1) }, step);
    atMs += figures.latencyMs;
    if (last && run.status === 'failed') {
      const error = { code: 'http_400', message: run.failure ?? '', class: 'fatal' } as const;
      put(
        { kind: 'result', payload: { ...answerOf(run, step, 1), outcome: 'error', error, retryAt: null } },
        step,
        figures.cost,
        figures.tokens,
      );
      break;
    }
    put(
      { kind: 'result', payload: last ? finishOf(run, step) : callsOf(run, step) },
      step,
      figures.cost,
      figures.tokens,
    );
    if (last) break;
    const call = callAt(run, step + 1);
    if (step + 1 > run.walked) break;
    const admission = admitted(0.5 + (step % 5) / 10);
    if (step + 2 > run.walked && run.status === 'waiting') {
      const reasons = [
        {
          rule: 'escalation.amountAbove',
          verdict: 'await_approval',
          message: 'Above the 500 EUR of one call.',
        },
      ] as const;
      const held: Admission = { ...admission, verdict: 'await_approval', reasons: [...reasons] };
      put(
        {
          kind: 'fact',
          payload: { type: 'admission', step: step + 1, call, admission: held, approval: approvalOf(run) },
        },
        step + 1,
      );
      break;
    }
    put(
      {
        kind: 'intent',
        payload: { type: 'tool', step: step + 1, attempt: 1, mode: 'send', call, admission },
      },
      step + 1,
    );
    atMs += 20 + ((run.number * 31 + step * 17) % 400);
    put({ kind: 'result', payload: toolResultOf(run, step + 1) }, step + 1);
  }
  if (run.status === 'cancelled')
    put(
      { kind: 'input', payload: { type: 'cancel', inputSeq: 1, by: SEEDER, reason: 'Asked for twice' } },
      null,
    );
  if (run.status === 'succeeded' || run.status === 'failed' || run.status === 'cancelled')
    put({ kind: 'end', payload: endOf(run) }, null);
  return rows;
}

/** Of the step's model: deterministic, skewed as latencies are. */
function figuresOf({ number }: SeededRun, step: number) {
  const spread = (number * 7_919 + step * 104_729) % 1_000;
  return {
    latencyMs: 120 + Math.round(4_000 * (spread / 1_000) ** 4),
    cost: 90 + (spread % 700),
    tokens: 400 + (spread % 300),
  };
}

const startOf = (run: SeededRun) =>
  ({
    type: 'start',
    agent: run.agent,
    agentVersion: run.agentVersion,
    input: run.input,
    inputTrust: 'trusted',
    limits: run.limits,
    trigger: run.trigger,
    by: SEEDER,
    labels: run.labels,
    deadlineAt: run.deadlineAt,
  }) as const;

const modelOf = ({ number }: SeededRun) => MODELS[number % MODELS.length] ?? MODELS[0];

const modelIntentOf = (run: SeededRun, step: number, attempt: number) =>
  ({ type: 'model', step, attempt, model: modelOf(run), modelVersion: 1, maxOutputTokens: 4_096 }) as const;

function answerOf(run: SeededRun, step: number, attempt: number) {
  const { latencyMs, cost, tokens } = figuresOf(run, step);
  const usage = { inputTokens: tokens - 40, outputTokens: 40, cachedInputTokens: 0, reasoningTokens: 0 };
  return {
    type: 'model',
    step,
    attempt,
    usage,
    costMicroUsd: cost,
    reportedModel: modelOf(run),
    latencyMs,
  } as const;
}

const decisionOf = (chosen: string, step: number) => ({
  chosen,
  confidence: 0.5 + (step % 5) / 10,
  reasoning: 'It follows from the order.',
  alternatives: step % 3 === 0 ? [{ tool: 'tickets.find', reason: 'Says less.' }] : null,
});

const toolAt = ({ number }: SeededRun, step: number) => TOOLS[(number + step) % TOOLS.length] ?? TOOLS[0];
const argumentsAt = ({ number }: SeededRun, step: number) => ({
  order_id: `ORD-${number}`,
  amount: (number + step) % 997,
});

const callsOf = (run: SeededRun, step: number) => {
  const tool = toolAt(run, step + 1);
  const arguments_ = argumentsAt(run, step + 1);
  const calls = [
    { callId: `call-${step}`, step: step + 1, tool, arguments: arguments_, decision: decisionOf(tool, step) },
  ];
  return { ...answerOf(run, step, 1), outcome: 'calls' as const, text: null, calls };
};

const finishOf = (run: SeededRun, step: number) =>
  ({
    ...answerOf(run, step, 1),
    outcome: 'finish',
    text: null,
    finishStep: step + 1,
    output: run.output ?? null,
    decision: decisionOf('finish', step),
  }) as const;

const callAt = (run: SeededRun, step: number): PlannedCall => ({
  tool: toolAt(run, step),
  toolVersion: 1,
  arguments: argumentsAt(run, step),
  argumentHash: DIGEST,
  effect: 'idempotent',
  effectKey: `${run.id}:${step}`,
  keyScope: 'run',
  timeoutMs: 10_000,
  maxAttempts: 3,
  backoff: { baseMs: 200, capMs: 5_000 },
});

const admitted = (confidence: number): Admission => ({
  verdict: 'admit',
  reasons: [],
  policy: { effect: 'permit', rules: [], policyVersion: '1' },
  confidence,
  amount: null,
  amountUnit: null,
  tainted: false,
});

const toolResultOf = ({ number }: SeededRun, step: number) =>
  ({
    type: 'tool',
    step,
    attempt: 1,
    latencyMs: 20 + ((number * 31 + (step - 1) * 17) % 400),
    outcome: 'succeeded',
    value: { status: 'ok', ticket: `T-${number}-${step}` },
    source: 'call',
    tainted: false,
    privateData: false,
  }) as const;

const approvalOf = ({ approvalId, expiresAt }: SeededRun) => ({
  id: approvalId,
  kind: 'tool_call' as const,
  payloadHash: DIGEST,
  requiredRole: 'approver' as const,
  quorum: 1,
  selfApproval: 'forbid' as const,
  expiresAt,
  onExpiry: 'reject' as const,
  supersedes: null,
  changed: [],
});

const endOf = (run: SeededRun) =>
  ({
    type: 'end',
    status: run.status as 'succeeded' | 'failed' | 'cancelled', // safe because only runs that have ended get this row
    output: run.output,
    partial: null,
    error: run.failure === null ? null : { code: 'model_failed', message: run.failure },
  }) as const;
