// Knows the journal rows of one attempt that costs something, and what its settlement says, for tests of sums.
import fc from 'fast-check';
import type { Admission } from '../../../domain/admission';
import type { JournalEntry } from '../../../domain/journal-payload';
import type { ModelHold } from '../../../domain/model-hold';
import type { RouteReason } from '../../../domain/model-routing';
import { MOST_MICRO_USD_PER_CALL, type TokenUsage } from '../../../domain/money';
import type { HoldSettlement } from '../../../ports/budget-ledger';

const WHAT = [
  'calls',
  'calls',
  'finish',
  'unsure',
  'invalid',
  'error',
  'charged',
  'tool',
  'tool_error',
] as const;
export const MODELS = ['large', 'small', `${'longest-'.repeat(9)}possible`] as const;
export const TOOLS = ['pay', 'find', 'mail.send'] as const;

export type Attempt = {
  readonly what: (typeof WHAT)[number];
  /** ISO 8601. */
  readonly at: string;
  /** Of the step before. */
  readonly again: boolean;
  readonly model: string;
  readonly tools: readonly [string, ...string[]];
  readonly costMicroUsd: number;
  readonly usage: TokenUsage | null;
  /** Of a model's call; left out: without a route. */
  readonly topRung?: { readonly costMicroUsd: number; readonly setAside: boolean } | undefined;
  readonly why?: RouteReason | undefined;
};

const REASONS: readonly RouteReason[] = [
  { reason: 'first' },
  { reason: 'confidence', step: 1, confidence: null, below: 0.6 },
  { reason: 'difficulty', path: '","reason":"failure' },
  { reason: 'failure', step: 1 },
  { reason: 'breaker', of: MODELS[2] },
];

/** `minute`: from the beginning of the history on; within some days, mostly within few hours. */
export function attempts(): fc.Arbitrary<Omit<Attempt, 'at'> & { readonly minute: number }> {
  const tool = fc.constantFrom(...TOOLS);
  const count = fc.nat(5_000);
  return fc.record({
    what: fc.constantFrom(...WHAT),
    minute: fc.oneof(fc.integer({ min: -30, max: 4_400 }), fc.integer({ min: 0, max: 240 })),
    again: fc.boolean(),
    model: fc.constantFrom(...MODELS),
    tools: fc
      .tuple(tool, tool, tool, fc.integer({ min: 1, max: 3 }))
      .map(([a, b, c, n]) => [a, ...[b, c].slice(0, n - 1)] as const),
    costMicroUsd: fc.oneof(fc.constant(0), fc.nat(9), fc.nat(900_000)),
    usage: fc.option(
      fc
        .record({ inputTokens: count, outputTokens: count, cachedInputTokens: count, reasoningTokens: count })
        .map((usage) => ({
          ...usage,
          cachedInputTokens: Math.min(usage.cachedInputTokens, usage.inputTokens),
        })),
    ),
    why: fc.option(fc.constantFrom<RouteReason>(...REASONS), { nil: undefined }),
    topRung: fc.option(
      fc.record({
        costMicroUsd: fc.oneof(fc.constant(0), fc.nat(9_000_000), fc.constant(MOST_MICRO_USD_PER_CALL)),
        setAside: fc.boolean(),
      }),
      { nil: undefined },
    ),
  });
}

const error = { code: 'http_503', message: '"attempt":9,"outcome":"invalid"\0', class: 'retryable' } as const;
/** As text of others that looks like the end of a row. */
const FORGED = ',"topRung":{"costMicroUsd":5,"setAside":true},"type":"model","usage":null}';
/** As long as one can be. */
const HELD: ModelHold = {
  inputTokens: Number.MAX_SAFE_INTEGER,
  fixedBytes: Number.MAX_SAFE_INTEGER,
  messages: Number.MAX_SAFE_INTEGER,
  microUsd: MOST_MICRO_USD_PER_CALL,
  summaryMicroUsd: MOST_MICRO_USD_PER_CALL,
  tokenizer: 'cl100k_base',
};
const decision = { chosen: '"error"', confidence: 0.9, reasoning: null, alternatives: null };
const ADMITTED: Admission = {
  verdict: 'admit',
  reasons: [],
  policy: { effect: 'permit', rules: [], policyVersion: 'test' },
  confidence: null,
  amount: null,
  amountUnit: null,
  tainted: false,
};

export type AttemptRows = {
  readonly intent: JournalEntry;
  readonly result: JournalEntry;
  readonly figures: { readonly costMicroUsd: number; readonly tokens: number };
  readonly usage: TokenUsage | null;
  readonly settled: Pick<HoldSettlement, 'estimated' | 'outcome'>;
};

export function rowsOf(
  made: Attempt,
  which: { readonly step: number; readonly attempt: number },
): AttemptRows {
  const { what, costMicroUsd } = made;
  if (what === 'tool' || what === 'tool_error') return toolRows(made, which);
  // What is charged for a lost attempt is what was held, which is never without tokens.
  const usage =
    what === 'charged'
      ? (made.usage ?? { inputTokens: 7, outputTokens: 3, cachedInputTokens: 0, reasoningTokens: 0 })
      : made.usage;
  const tokens = usage === null ? 0 : usage.inputTokens + usage.outputTokens;
  const charged = what === 'charged' ? { costMicroUsd: costMicroUsd + 1, tokens } : { costMicroUsd, tokens };
  const estimated = what === 'charged' || (what === 'error' && costMicroUsd > 0);
  return {
    intent: {
      kind: 'intent',
      payload: {
        type: 'model',
        ...which,
        model: made.model,
        modelVersion: 1,
        maxOutputTokens: 4_096,
        held: HELD,
        ...(made.why === undefined ? {} : { route: { rung: 1, top: 2, why: made.why } }),
      },
    },
    result: modelResult(made, which, usage),
    figures: charged,
    usage,
    settled: {
      estimated,
      outcome: what === 'charged' ? 'lost' : what === 'error' || what === 'invalid' ? 'failed' : 'succeeded',
    },
  };
}

function modelResult(
  { what, model, tools, costMicroUsd, topRung }: Attempt,
  which: { step: number; attempt: number },
  usage: TokenUsage | null,
): JournalEntry {
  if (what === 'charged' && usage !== null)
    return { kind: 'fact', payload: { type: 'charged', ...which, usage, costMicroUsd: costMicroUsd + 1 } };
  const figures = {
    type: 'model',
    ...which,
    usage,
    costMicroUsd,
    reportedModel: model,
    latencyMs: 100,
    ...(topRung === undefined ? {} : { topRung }),
  } as const;
  if (what === 'error') {
    const estimated = costMicroUsd > 0 ? { estimated: true as const } : {};
    return { kind: 'result', payload: { ...figures, ...estimated, outcome: 'error', error, retryAt: null } };
  }
  if (what === 'unsure')
    return {
      kind: 'result',
      payload: {
        ...figures,
        outcome: 'unsure',
        text: FORGED,
        stated: { confidence: 0.25, below: 0.6 },
        raw: { text: FORGED, calls: [] },
      },
    };
  if (what === 'invalid')
    return {
      kind: 'result',
      payload: {
        ...figures,
        outcome: 'invalid',
        text: null,
        problems: [{ path: '', message: 'no call' }],
        raw: { error: 1 },
      },
    };
  if (what === 'finish')
    return {
      kind: 'result',
      payload: {
        ...figures,
        outcome: 'finish',
        text: FORGED,
        finishStep: which.step + 1,
        output: { type: 'model' },
        decision,
      },
    };
  const calls = tools.map((tool, i) => ({
    callId: `call-${i}`,
    step: which.step + 1 + i,
    tool,
    arguments: { error: 'x', tool: 'forged', outcome: 'invalid' },
    decision,
  }));
  return { kind: 'result', payload: { ...figures, outcome: 'calls', text: null, calls } };
}

function toolRows(made: Attempt, which: { step: number; attempt: number }): AttemptRows {
  const [tool] = made.tools;
  const call = {
    tool,
    toolVersion: 1,
    arguments: { type: 'model' },
    argumentHash: 'a'.repeat(64),
    effect: 'read',
    effectKey: `key:${which.step}`,
    keyScope: 'run',
    timeoutMs: 5_000,
    maxAttempts: 3,
    backoff: { baseMs: 200, capMs: 5_000 },
  } as const;
  const figures = { type: 'tool', ...which, latencyMs: 20, spent: { microUsd: made.costMicroUsd } } as const;
  const failed = made.what === 'tool_error';
  return {
    intent: { kind: 'intent', payload: { type: 'tool', ...which, mode: 'send', call, admission: ADMITTED } },
    result: {
      kind: 'result',
      payload: failed
        ? { ...figures, outcome: 'error', error, next: 'retry', retryAt: null, approval: null }
        : {
            ...figures,
            outcome: 'succeeded',
            value: { usage: 1 },
            source: 'call',
            tainted: false,
            privateData: false,
          },
    },
    figures: { costMicroUsd: made.costMicroUsd, tokens: 0 },
    usage: null,
    settled: { estimated: false, outcome: failed ? 'failed' : 'succeeded' },
  };
}
