// Begins attempts: admission, the gates' leave, the row that records the intent, and what is to be launched once it is committed. Sends nothing itself.
import type { AgentDefinition } from '@/lib/domain/agent';
import type { JournalEntry } from '@/lib/domain/journal-payload';
import type { ModelVersion } from '@/lib/domain/model';
import type { StepState } from '@/lib/domain/run-state';
import type { ToolVersion } from '@/lib/domain/tool';
import { isoAt } from '@/lib/ports/clock';
import type { GateRequest, Pass } from '@/lib/ports/gates';
import { admitCall } from './admit-call';
import type { CommitBuilder } from './commit-builder';
import type { DueAttempt } from './decide';
import { planModelCall } from './plan-model-call';
import { boundEntry, finalErrorEntry } from './run-entries';
import { SHORTEST_DEFERRAL_MS } from './runtime-constants';
import type { RuntimePorts } from './runtime-ports';
import { isToolStep, modelStepAt, stepAt, toolStepAt } from './step-access';

/** An attempt to be made once its intent is committed; its pass is to be settled or abandoned, whatever becomes of it. */
export type Launch = { readonly step: number; readonly pass: Pass } & (
  | { readonly kind: 'tool'; readonly tool: ToolVersion; readonly claimIndex: number | null }
  | {
      readonly kind: 'model';
      readonly model: ModelVersion;
      readonly tools: readonly ToolVersion[];
      readonly maxOutputTokens: number;
    }
);

type Context = {
  readonly builder: CommitBuilder;
  readonly agent: AgentDefinition;
  readonly ports: RuntimePorts;
};

export class AttemptStarter {
  readonly launches: Launch[] = [];
  /** Steps that a gate put off in this turn: they are not asked for again in it. */
  readonly putOff = new Set<number>();

  constructor(private readonly context: Context) {}

  /** The first attempt of a proposed or approved call, or what stands against it. */
  async admit(stepNumber: number): Promise<void> {
    const { builder, agent, ports } = this.context;
    const step = toolStepAt(builder.state, stepNumber);
    const entry = await admitCall({ state: builder.state, step, agent, ports });
    const tool = entry.kind === 'intent' ? await this.plannedTool(entry) : null;
    if (tool === null) this.append(entry);
    else await this.beginTool(entry, stepNumber, tool);
  }

  /** A further attempt of what failed, was in doubt or was put off. @returns false when the model is gone. */
  async repeat({ step, kind, mode }: DueAttempt): Promise<boolean> {
    if (kind === 'model') return this.callModel(step);
    if (mode === 'admit') await this.admit(step);
    else await this.repeatTool(step, mode);
    return true;
  }

  /** @returns false when there is no such model any more; nothing is appended then. */
  async callModel(stepNumber: number): Promise<boolean> {
    const { builder, agent, ports } = this.context;
    const model = await ports.catalog.model(agent.model);
    if (model === null) return false;
    const plan = planModelCall(builder.state, model);
    if (plan.kind === 'bound') {
      this.append(boundEntry(plan));
      return true;
    }
    const granted = await Promise.all(agent.tools.map((grant) => ports.catalog.tool(grant.name)));
    const tools = granted.filter((tool) => tool !== null);
    const isNew = stepNumber > builder.state.steps.length;
    const attempt = isNew ? 1 : modelStepAt(builder.state, stepNumber).attempts.length + 1;
    const { maxOutputTokens } = plan;
    const { name, version: modelVersion } = model;
    const pass = await this.enter(stepNumber, attempt, { kind: 'model', model });
    if (pass === null) return true;
    const what = {
      type: 'model',
      step: stepNumber,
      attempt,
      model: name,
      modelVersion,
      maxOutputTokens,
    } as const;
    this.append({ kind: 'intent', payload: what });
    this.launches.push({ kind: 'model', step: stepNumber, pass, model, tools, maxOutputTokens });
    return true;
  }

  /** The commit did not take the intents: nothing of this is begun. */
  abandonAll(): void {
    for (const { pass } of this.launches) pass.abandon();
  }

  private async repeatTool(stepNumber: number, mode: 'send' | 'look_up'): Promise<void> {
    const { builder, ports } = this.context;
    const step = toolStepAt(builder.state, stepNumber);
    const tool = step.call && (await ports.catalog.toolVersion(step.call.tool, step.call.toolVersion));
    if (!tool) {
      const error = {
        code: 'tool_missing',
        message: `There is no tool ${step.tool} any more.`,
        class: 'fatal',
      } as const;
      this.append(finalErrorEntry(step, error));
      return;
    }
    const attempt = step.attempts.length + 1;
    const payload = { type: 'tool', step: stepNumber, attempt, mode } as const;
    await this.beginTool({ kind: 'intent', payload }, stepNumber, tool);
  }

  private async beginTool(entry: JournalEntry, stepNumber: number, tool: ToolVersion): Promise<void> {
    const { builder } = this.context;
    const attempt = toolStepAt(builder.state, stepNumber).attempts.length + 1;
    const pass = await this.enter(stepNumber, attempt, { kind: 'tool', tool });
    if (pass === null) return;
    const before = builder.claimCount;
    this.append(entry);
    const claimIndex = builder.claimCount > before ? before : null;
    this.launches.push({ kind: 'tool', step: stepNumber, pass, tool, claimIndex });
  }

  /** null: put off, and the row that says so is appended unless what the journal says of it still stands: asked early, it keeps its time. */
  private async enter(step: number, attempt: number, called: GateRequest['called']): Promise<Pass | null> {
    const { builder, ports } = this.context;
    const { runId, fence, agent } = builder.state;
    const cause = causeOf(builder.state.steps[step - 1]);
    const answer = await ports.gates.enter({ runId, fence, agent, step, attempt, cause, called });
    if (answer.passed) return answer.pass;
    this.putOff.add(step);
    const { by, id, waitMs } = answer;
    const nowMs = ports.clock.now();
    const standing =
      step > builder.state.steps.length ? builder.state.deferredModel : stepAt(builder.state, step).deferred;
    const stillStands = standing?.by === by && standing.id === id && Date.parse(standing.until) > nowMs;
    if (stillStands) return null;
    const until = isoAt(nowMs + Math.max(waitMs, SHORTEST_DEFERRAL_MS));
    this.append({ kind: 'fact', payload: { type: 'deferred', step, by, id, until } });
    return null;
  }

  private async plannedTool({
    payload,
  }: Extract<JournalEntry, { kind: 'intent' }>): Promise<ToolVersion | null> {
    if (payload.type !== 'tool' || payload.call === undefined) return null;
    return this.context.ports.catalog.toolVersion(payload.call.tool, payload.call.toolVersion);
  }

  private append(entry: JournalEntry): void {
    this.context.builder.append(entry, isoAt(this.context.ports.clock.now()));
  }
}

/** Attempts that were only refused by us are none, and those before a redrive are forgiven. */
function causeOf(step: StepState | undefined): GateRequest['cause'] {
  if (step === undefined) return 'first';
  if (step.status === 'in_doubt' && step.error === null) return 'recovery';
  if (isToolStep(step) && step.doubt) return 'doubt';
  const failed = step.attempts
    .slice(step.forgivenAttempts)
    .some(({ outcome, error }) => outcome === 'error' && error?.class !== 'refused');
  return failed ? 'retry' : 'first';
}
