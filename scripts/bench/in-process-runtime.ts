// The whole runtime in this process on a real store: one worker, with a model and a tool that answer at once. What is left is the runtime itself.

import { CedarPolicy, fixedPolicies } from '../../lib/adapters/policy/cedar-policy';
import { failClosed } from '../../lib/adapters/policy/fail-closed';
import { SHIPPED_POLICIES, SHIPPED_VERSION } from '../../lib/adapters/policy/shipped-policies';
import { sha256Hex } from '../../lib/adapters/system/hash-text';
import { systemClock, systemRandom } from '../../lib/adapters/system/system-clock';
import { createTimeOrderedIds } from '../../lib/adapters/system/time-ordered-ids';
import { AjvValidator } from '../../lib/adapters/validation/ajv-validator';
import { type AgentVersion, agentDefinition } from '../../lib/domain/agent';
import { type ModelVersion, modelDefinition } from '../../lib/domain/model';
import { wireToolName } from '../../lib/domain/names';
import { type ToolVersion, toolDefinition } from '../../lib/domain/tool';
import { createRedactor } from '../../lib/guard/redaction';
import { OPEN_GATES } from '../../lib/ports/gates';
import type { ModelAnswer, ModelRequest } from '../../lib/ports/model-client';
import { TEST_ACTOR } from '../../lib/ports/testing/journal-builder';
import { NO_TOKEN_COUNTERS } from '../../lib/ports/token-counter';
import { EmbeddedDispatcher } from '../../lib/runtime/embedded-dispatcher';
import { loadState } from '../../lib/runtime/restore';
import { startRun } from '../../lib/runtime/start-run';
import { Worker } from '../../lib/runtime/worker';
import type { WorkerPorts } from '../../lib/runtime/worker-terms';
import { createBudgetLedger } from '../../lib/store/budgets/budget-ledger';
import { createKeptResults } from '../../lib/store/kept-results';
import { createRunStore } from '../../lib/store/run-store';
import { createStopReader } from '../../lib/store/stop-reader';
import type { Ground } from './ground';

const TOOL: ToolVersion = {
  name: 'notes.add',
  version: 1,
  definition: toolDefinition.parse({
    kind: 'http',
    description: 'Adds a note.',
    inputSchema: {
      type: 'object',
      properties: { number: { type: 'integer' } },
      required: ['number'],
      additionalProperties: false,
    },
    effect: 'idempotent',
    http: { method: 'POST', url: 'https://receiver.example/notes' },
  }),
};
const MODEL: ModelVersion = {
  name: 'bench',
  version: 1,
  definition: modelDefinition.parse({
    provider: 'openai-compatible',
    baseUrl: 'http://127.0.0.1:1/v1',
    model: 'bench-1',
    prices: { inputMicroUsdPerMTok: 0, outputMicroUsdPerMTok: 0 },
  }),
};
const MOST = { maxSteps: 10_000, maxToolCalls: 10_000, maxTokens: 1e12, deadlineMs: 86_400_000 };
const AGENT: AgentVersion = {
  name: 'bench',
  version: 1,
  definition: agentDefinition.parse({
    description: 'Adds notes.',
    prompt: 'Add as many notes as you are asked for.',
    model: MODEL.name,
    tools: [{ name: TOOL.name }],
    inputSchema: { type: 'object' },
    limits: MOST,
  }),
};
const USAGE = { inputTokens: 100, outputTokens: 20, cachedInputTokens: 0, reasoningTokens: 0 };
const SURE = { confidence: 0.9, reasoning: 'It is asked for.', alternatives: [] };

export type BenchRuntime = {
  /** Starts a run and waits for its end. `atLast`: called while its last model call is under way. */
  runOf(steps: number, atLast?: () => void): Promise<string>;
  /** What a new owner does first: reads the end of the journal and folds it. */
  load(runId: string): Promise<void>;
  stop(): Promise<void>;
};

export async function runtimeOn({ db }: Ground): Promise<BenchRuntime> {
  const store = createRunStore({
    pool: db.pool,
    hotPool: db.hotPool,
    clock: systemClock,
    runtimeVersion: 'bench',
  });
  const ends = new Map<
    string,
    { readonly steps: number; readonly atLast: () => void; readonly end: () => void }
  >();
  const logger = { info: () => {}, warn: console.warn, error: console.error };
  const shipped = fixedPolicies({ version: SHIPPED_VERSION, texts: SHIPPED_POLICIES });
  const ports: WorkerPorts = {
    store: {
      ...store,
      async commit(commit) {
        const outcome = await store.commit(commit);
        if (commit.exit?.kind === 'end') ends.get(commit.runId)?.end();
        return outcome;
      },
    },
    leases: store,
    ledger: createBudgetLedger(db.pool),
    stops: createStopReader(db.pool),
    catalog: {
      agentVersion: async () => AGENT,
      tool: async () => TOOL,
      toolVersion: async () => TOOL,
      model: async () => MODEL,
    },
    policy: failClosed(new CedarPolicy({ source: shipped, logger }), logger),
    policies: { at: () => failClosed(new CedarPolicy({ source: shipped, logger }), logger) },
    models: { complete: async (request) => answerTo(request) },
    tools: {
      call: async ({ arguments: { number } }) => ({ noted: number ?? null }),
      lookUp: async () => null,
    },
    results: createKeptResults(db.pool),
    gates: OPEN_GATES,
    tokens: NO_TOKEN_COUNTERS,
    schemas: new AjvValidator(),
    redactor: createRedactor([]),
    clock: systemClock,
    random: systemRandom,
    ids: createTimeOrderedIds(),
    hash: sha256Hex,
    keyedHash: sha256Hex,
    logger,
    changes: { publish: () => {} },
    runtimeVersion: 'bench',
  };
  const worker = new Worker(ports, { host: 'bench', slots: 64, leaseMs: 10_000 });
  const dispatcher = new EmbeddedDispatcher(worker, ports);
  await dispatcher.start(async (runId) => {
    await worker.advanceRunById(runId);
  });

  /** As many calls as the input asks for, one by one, then the finish. */
  function answerTo({ messages }: ModelRequest): ModelAnswer {
    const [first] = messages;
    const { calls, id } = JSON.parse(first?.role === 'user' ? first.text : '{}') as {
      calls: number;
      id: string;
    }; // safe because runOf wrote it
    const made = (messages.length - 1) / 2;
    const isLast = made >= calls;
    if (isLast) ends.get(id)?.atLast();
    const call = isLast
      ? { tool: 'finish', arguments: { output: { answer: `${made} notes` } } }
      : { tool: wireToolName(TOOL.name), arguments: { number: made, _decision: SURE } };
    return {
      text: null,
      calls: [{ callId: `call-${made}`, malformed: false, ...call }],
      usage: USAGE,
      reportedModel: 'bench-1',
      finishReason: 'tool-calls',
    };
  }

  return {
    async runOf(steps, atLast = () => {}) {
      const id = ports.ids.timeOrdered();
      const request = {
        agent: AGENT,
        input: { calls: (steps - 2) / 2, id },
        labels: {},
        limits: {},
        trigger: { kind: 'api', by: 'bench' },
        startedBy: TEST_ACTOR,
        inputTrust: 'trusted',
      } as const;
      const run = startRun(request, ports);
      const ended = new Promise<void>((end) => {
        ends.set(run.runId, { steps, atLast: () => {}, end });
        ends.set(id, { steps, atLast, end: () => {} });
      });
      await store.createRun(run);
      dispatcher.wake(run.runId);
      await ended;
      ends.delete(run.runId);
      ends.delete(id);
      return run.runId;
    },
    async load(runId) {
      await loadState({ runId }, { store, hash: sha256Hex, logger });
    },
    stop: () => dispatcher.stop(1_000),
  };
}
