// Knows a run whose journal holds calls of models and tools at given times, written as the runtime writes them, for tests of figures.
import type { Admission } from '../../../domain/admission';
import type { JournalEntry, ModelResult, ToolResult } from '../../../domain/journal-payload';
import type { JournalRow } from '../../../domain/journal-row';
import type { JsonObject, JsonValue } from '../../../domain/json';
import type { TokenUsage } from '../../../domain/money';
import type { RunStoreHarness } from '../../../ports/run-store-harness';
import { newTestRun, sealAfter, testSummary } from '../../../ports/testing/journal-builder';
import { aWorker, claimAs, commitOn, isoFromNow, letter } from '../../../ports/testing/run-store-scenario';
import { createTestIds } from '../../../ports/testing/test-ids';

export type ModelCall = {
  readonly at: string;
  readonly model: string;
  readonly costMicroUsd?: number;
  readonly usage?: TokenUsage | null;
  readonly latencyMs?: number;
  /** The tools it asked for; it finished where there are none. */
  readonly asks?: readonly { readonly tool: string; readonly arguments?: JsonObject }[];
  readonly output?: JsonValue;
  /** It failed with this code. */
  readonly error?: string;
  /** Its worker was lost: it counts as what was held. */
  readonly lost?: boolean;
};
export type ToolCall = {
  readonly at: string;
  readonly tool: string;
  readonly toolVersion?: number;
  readonly timeoutMs?: number;
  readonly latencyMs?: number;
  readonly source?: 'call' | 'ledger' | 'look_up' | 'person';
  readonly value?: JsonValue;
  /** Of each attempt. */
  readonly costMicroUsd?: number;
  /** Each failed attempt's code, in order; the call succeeds after them unless `fails`. */
  readonly errors?: readonly string[];
  readonly fails?: boolean;
  readonly arguments?: JsonObject;
};
export type CallingRun = {
  readonly agent: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly calls: readonly (ModelCall | ToolCall)[];
  /** Still running when absent. */
  readonly ends?: { readonly status: 'succeeded' | 'failed'; readonly at: string };
};

const ids = createTestIds();
const ADMITTED: Admission = {
  verdict: 'admit',
  reasons: [],
  policy: { effect: 'permit', rules: [], policyVersion: 'test' },
  confidence: null,
  amount: null,
  amountUnit: null,
  tainted: false,
};
const decision = { chosen: 'x', confidence: 0.9, reasoning: null, alternatives: null };

/** @returns the run's id. */
export async function aCallingRun(harness: RunStoreHarness, made: CallingRun): Promise<string> {
  const runId = ids.timeOrdered();
  await harness.store.createRun({
    ...newTestRun(runId, made.agent, isoFromNow(0)),
    labels: made.labels ?? {},
  });
  const run = await claimAs(harness, await aWorker(harness), runId);
  if (run === null) throw new Error('a queued run can be claimed');
  const rows: JournalRow[] = [];
  const add = (entry: JournalEntry, step: number, at: string, figures: Partial<JournalRow> = {}) =>
    rows.push({ ...sealAfter(runId, rows.at(-1) ?? run.last, entry, at, step), ...figures });
  for (const [i, call] of made.calls.entries()) {
    if ('model' in call) addModelCall(add, call, i + 1);
    else addToolCall(add, call, i + 1);
  }
  const cost = rows.reduce((sum, row) => sum + row.costMicroUsd, 0);
  const { ends } = made;
  const exit =
    ends === undefined
      ? null
      : ({
          kind: 'end',
          status: ends.status,
          output: null,
          error: ends.status === 'failed' ? { code: 'boom', message: 'It broke.' } : null,
          finishedAt: ends.at,
          deadLetter: ends.status === 'failed' ? letter() : null,
          summary: testSummary(isoFromNow(0), { costMicroUsd: cost }),
        } as const);
  await harness.store.commit(commitOn(run, { ...(rows.length === 0 ? {} : { rows }), exit }));
  return runId;
}

type Add = (entry: JournalEntry, step: number, at: string, figures?: Partial<JournalRow>) => void;

function addModelCall(add: Add, call: ModelCall, step: number): void {
  const { at, model, usage = null, costMicroUsd = 0, asks = [], latencyMs = 100 } = call;
  const which = { type: 'model', step, attempt: 1 } as const;
  add({ kind: 'intent', payload: { ...which, model, modelVersion: 1, maxOutputTokens: 4_096 } }, step, at);
  const figures = { ...which, usage, costMicroUsd, reportedModel: `${model}-2026`, latencyMs };
  const calls = asks.map(({ tool, arguments: args = {} }, i) => ({
    callId: `call-${i}`,
    step: step + 1 + i,
    tool,
    arguments: args,
    decision,
  }));
  if (call.lost === true) {
    const fact = { type: 'charged', step, attempt: 1, usage, costMicroUsd } as const;
    add({ kind: 'fact', payload: fact }, step, at, { costMicroUsd, tokens: tokensOf(usage) });
    return;
  }
  const payload: ModelResult =
    call.error !== undefined
      ? { ...figures, outcome: 'error', error: errorOf(call.error), retryAt: null }
      : calls.length > 0
        ? { ...figures, outcome: 'calls', text: null, calls }
        : {
            ...figures,
            outcome: 'finish',
            text: null,
            finishStep: step + 1,
            output: call.output ?? null,
            decision,
          };
  add({ kind: 'result', payload }, step, at, { costMicroUsd, tokens: tokensOf(usage) });
}

const tokensOf = (usage: TokenUsage | null) => (usage === null ? 0 : usage.inputTokens + usage.outputTokens);

function addToolCall(add: Add, made: ToolCall, step: number): void {
  const { at, tool, toolVersion = 1, timeoutMs = 5_000, latencyMs = 20, errors = [], fails = false } = made;
  const call = {
    tool,
    toolVersion,
    arguments: made.arguments ?? {},
    argumentHash: 'a'.repeat(64),
    effect: 'read',
    effectKey: `key:${step}`,
    keyScope: 'run',
    timeoutMs,
    maxAttempts: 3,
    backoff: { baseMs: 200, capMs: 5_000 },
  } as const;
  const attempts: (string | null)[] = fails ? [...errors] : [...errors, null];
  for (const [i, code] of attempts.entries()) {
    const which = { type: 'tool', step, attempt: i + 1 } as const;
    const first = i === 0 ? { call, admission: ADMITTED } : {};
    add({ kind: 'intent', payload: { ...which, mode: 'send', ...first } }, step, at);
    const done = {
      tainted: false,
      privateData: false,
      value: made.value ?? null,
      source: made.source ?? 'call',
    };
    const spent = made.costMicroUsd === undefined ? {} : { spent: { microUsd: made.costMicroUsd } };
    const next = i === attempts.length - 1 ? 'final' : 'retry';
    const payload: ToolResult =
      code === null
        ? { ...which, latencyMs, ...spent, outcome: 'succeeded', ...done }
        : {
            ...which,
            latencyMs,
            ...spent,
            outcome: 'error',
            error: errorOf(code),
            next,
            retryAt: null,
            approval: null,
          };
    add({ kind: 'result', payload }, step, at, { costMicroUsd: made.costMicroUsd ?? 0 });
  }
}

const errorOf = (code: string) => ({ code, message: `It said ${code}\0`, class: 'retryable' }) as const;
