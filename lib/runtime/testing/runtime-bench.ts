// A whole runtime in memory for tests: store, catalog, policy, model, receiver, and workers that can be killed between any two acts.
import type { PolicyVerdict } from '@/lib/domain/admission';
import { type AgentVersion, agentDefinition } from '@/lib/domain/agent';
import type { ApprovalDecision } from '@/lib/domain/approval';
import { firstBrokenSeq } from '@/lib/domain/journal-row';
import type { JsonObject, JsonValue } from '@/lib/domain/json';
import type { ModelVersion } from '@/lib/domain/model';
import type { Actor } from '@/lib/domain/principal';
import type { InputTrust, RaisedLimits } from '@/lib/domain/run';
import type { RunState, ToolStepState } from '@/lib/domain/run-state';
import { type ToolVersion, toolDefinition } from '@/lib/domain/tool';
import { approvalBindingOf, bindingHash } from '@/lib/guard/approval-binding';
import { createRedactor } from '@/lib/guard/redaction';
import { isoAt } from '@/lib/ports/clock';
import { type Gates, OPEN_GATES } from '@/lib/ports/gates';
import type { Policy, PolicyRequest } from '@/lib/ports/policy';
import type { NewApproval } from '@/lib/ports/run-store';
import { testValidator } from '@/lib/ports/testing/ajv-validator';
import { TEST_ACTOR } from '@/lib/ports/testing/journal-builder';
import { sha256 } from '@/lib/ports/testing/sha256';
import { createTestIds } from '@/lib/ports/testing/test-ids';
import { VirtualClock } from '@/lib/ports/testing/virtual-clock';
import type { TokenCounter } from '@/lib/ports/token-counter';
import { foldJournal } from '../fold';
import { policyVerdictOn } from '../judge-call';
import { planCall } from '../plan-call';
import type { RuntimePorts } from '../runtime-ports';
import { startRun } from '../start-run';
import { FakeReceiver } from './fake-receiver';
import { MemoryKeptResults } from './memory-kept-results';
import { MemoryRunStore } from './memory-run-store';
import { type ScriptedAnswer, ScriptedModel } from './scripted-model';
import { SCRIPTED_MODEL } from './scripted-version';

const REVIEWER: Actor = { kind: 'user', id: 'user-eve', label: 'Eve' };
export const REFUND = 'payments.refund';

const PERMIT: PolicyVerdict = { effect: 'permit', rules: [], policyVersion: '1' };

export function toolVersion(name: string, over: object = {}, version = 1): ToolVersion {
  const definition = toolDefinition.parse({
    kind: 'http',
    description: `Does ${name}.`,
    inputSchema: {
      type: 'object',
      properties: { order_id: { type: 'string' }, amount: { type: 'number' } },
      required: ['order_id'],
      additionalProperties: false,
    },
    effect: 'idempotent',
    http: { method: 'POST', url: 'https://receiver.example/effects' },
    lookup: { method: 'GET', url: 'https://receiver.example/effects/{key}' },
    ...over,
  });
  return { name, version, definition };
}

export type BenchOptions = {
  readonly turns: readonly ScriptedAnswer[];
  readonly tools?: readonly ToolVersion[];
  /** Besides the scripted one; all are answered by the same script. */
  readonly models?: readonly ModelVersion[];
  readonly agent?: object;
  readonly honoursKeys?: boolean;
  readonly secrets?: readonly { readonly name: string; readonly value: string }[];
  readonly random?: number;
  readonly tokens?: TokenCounter | undefined;
};

export class RuntimeBench {
  readonly clock = new VirtualClock();
  readonly store = new MemoryRunStore(this.clock, sha256);
  readonly results = new MemoryKeptResults(this.clock);
  readonly receiver: FakeReceiver;
  readonly model: ScriptedModel;
  readonly agent: AgentVersion;
  readonly tools = new Map<string, ToolVersion[]>();
  policy: Policy = { evaluate: async () => PERMIT };
  /** What versions of the policy that are asked by their number say. */
  policyAt = async (_version: number, _request: PolicyRequest): Promise<PolicyVerdict> => PERMIT;
  gates: Gates = OPEN_GATES;
  readonly errors: unknown[] = [];
  readonly ports: RuntimePorts;
  private readonly ids = createTestIds(this.clock.now());

  constructor(options: BenchOptions) {
    this.receiver = new FakeReceiver(options.honoursKeys ?? true);
    this.model = new ScriptedModel(options.turns);
    for (const tool of options.tools ?? [toolVersion(REFUND)]) this.putTool(tool);
    this.agent = {
      name: 'refunds',
      version: 1,
      definition: agentDefinition.parse({
        description: 'Refunds orders.',
        prompt: 'You refund orders.',
        model: 'scripted',
        tools: [...this.tools.keys()].map((name) => ({ name })),
        inputSchema: { type: 'object', properties: { order_id: { type: 'string' } } },
        ...options.agent,
      }),
    };
    this.ports = {
      store: this.store,
      catalog: {
        agentVersion: async () => this.agent,
        tool: async (name) => this.tools.get(name)?.at(-1) ?? null,
        toolVersion: async (name, version) =>
          this.tools.get(name)?.find((one) => one.version === version) ?? null,
        model: async (name) =>
          options.models === undefined
            ? SCRIPTED_MODEL
            : ([SCRIPTED_MODEL, ...options.models].find((one) => one.name === name) ?? null),
      },
      policy: { evaluate: (request) => this.policy.evaluate(request) },
      policies: { at: (version) => ({ evaluate: (request) => this.policyAt(version, request) }) },
      models: this.model,
      tools: this.receiver,
      results: this.results,
      gates: { enter: (request) => this.gates.enter(request) },
      tokens: { of: async () => options.tokens ?? null },
      schemas: testValidator,
      redactor: createRedactor(options.secrets ?? []),
      clock: this.clock,
      random: { next: () => options.random ?? 0.5 },
      ids: this.ids,
      hash: sha256,
      keyedHash: sha256,
      logger: { info() {}, warn() {}, error: (_message, fields) => this.errors.push(fields?.cause) },
      changes: { publish: () => {} },
      runtimeVersion: 'test',
    };
  }

  /** The newest version is the active one. */
  putTool(tool: ToolVersion): void {
    this.tools.set(tool.name, [...(this.tools.get(tool.name) ?? []), tool]);
  }

  async start(
    input: JsonValue = { order_id: 'A-1' },
    limits: RaisedLimits = {},
    given: { readonly deadlineMs?: number; readonly inputTrust?: InputTrust } = {},
  ): Promise<string> {
    const run = startRun(
      {
        agent: this.agent,
        input,
        labels: {},
        limits,
        trigger: { kind: 'api', by: 'test' },
        startedBy: TEST_ACTOR,
        inputTrust: 'trusted',
        ...given,
      },
      this.ports,
    );
    await this.store.createRun(run);
    return run.runId;
  }

  status(runId: string): string | undefined {
    return this.store.runs.get(runId)?.status;
  }

  /** The fold of the journal as it is stored. @throws Error when the chain is broken. */
  state(runId: string): RunState {
    const rows = this.store.runs.get(runId)?.rows ?? [];
    const broken = firstBrokenSeq(rows, sha256);
    if (broken !== null) throw new Error(`the chain of ${runId} is broken at ${broken}`);
    return foldJournal(rows);
  }

  kinds(runId: string): string[] {
    return (this.store.runs.get(runId)?.rows ?? []).map((row) =>
      row.step === null ? row.kind : `${row.kind}:${row.step}`,
    );
  }

  toolStep(runId: string, step = 2): ToolStepState {
    const found = this.state(runId).steps[step - 1];
    if (found?.kind !== 'tool') throw new Error(`step ${step} is no tool step`);
    return found;
  }

  /** As the command does it: compare-and-set on the approval, and the decision as input of its run. */
  decide(
    approval: NewApproval,
    decision: ApprovalDecision,
    over: {
      arguments?: JsonObject;
      editedHash?: string;
      answer?: JsonValue;
      reason?: string;
      payloadHash?: string;
    } = {},
  ): void {
    const { id, payloadHash } = approval.request;
    const status = { approve: 'approved', edit: 'approved', reject: 'rejected' } as const;
    const closed = decision in status ? status[decision as keyof typeof status] : 'answered'; // safe because it was looked for
    if (!this.store.closeApproval(id, closed)) throw new Error(`approval ${id} is decided`);
    this.store.appendInput(approval.runId, {
      type: 'decision',
      by: REVIEWER,
      approvalId: id,
      step: approval.step,
      decision,
      payloadHash: over.payloadHash ?? payloadHash,
      arguments: over.arguments ?? null,
      ...(over.editedHash === undefined ? {} : { editedHash: over.editedHash }),
      answer: over.answer ?? null,
      reason: over.reason ?? null,
      decidedAt: isoAt(this.clock.now()),
    });
  }

  /** What the edited call is bound to, as the command computes it for those who agree. */
  async editedHash({ runId, step }: NewApproval, args: JsonObject): Promise<string> {
    const asked = this.toolStep(runId, step);
    const tool = await this.ports.catalog.tool(asked.tool);
    if (tool === null) throw new Error(`there is no tool ${asked.tool}`);
    const edited: ToolStepState = { ...asked, arguments: args };
    const state = this.state(runId);
    const plan = planCall(state, edited, tool, sha256);
    if (!plan.ok) throw new Error(plan.error.message);
    const agent = this.agent.definition;
    const policy = await policyVerdictOn({ state, step: edited, agent, ports: this.ports }, tool);
    return bindingHash(approvalBindingOf(plan.call, { policy, target: asked.admission?.target }), sha256);
  }

  onlyApproval(): NewApproval {
    const [approval, ...others] = this.pendingApprovals();
    if (approval === undefined || others.length > 0)
      throw new Error(`${others.length + 1} approvals are not one`);
    return approval;
  }

  async untilStatus(runId: string, status: string, reason?: string): Promise<void> {
    const there = () => {
      const run = this.store.runs.get(runId);
      return run?.status === status && (reason === undefined || run.waiting?.reason === reason);
    };
    await this.clock.runUntil(there);
  }

  pendingApprovals() {
    return [...this.store.approvals.values()]
      .filter(({ status }) => status === 'pending')
      .map(({ approval }) => approval);
  }
}
