// Begins attempts: admission, the gates' leave, the row that records the intent, and what is to be launched once it is committed. Sends nothing itself.
import type { AgentDefinition } from '@/lib/domain/agent';
import type { JournalEntry, ToolIntent } from '@/lib/domain/journal-payload';
import type { RunError } from '@/lib/domain/run';
import type { ToolVersion } from '@/lib/domain/tool';
import { isoAt } from '@/lib/ports/clock';
import type { GateAnswer, GateRequest, Pass } from '@/lib/ports/gates';
import type { AskedRead } from '@/lib/ports/kept-results';
import { admitCall, type DispatchCase } from './admit-call';
import { causeOf } from './attempt-cause';
import { beginModelCall, type ModelLaunch } from './begin-model-call';
import { beginSummary } from './begin-summary';
import { boundExpiry } from './bound-age';
import type { ReservationRequest, Reserved } from './budgets';
import type { CommitBuilder } from './commit-builder';
import type { DueAttempt } from './decide';
import { deferralEntry } from './defer-step';
import { dryCall } from './dry-call';
import { holderBefore, type PutOff } from './effect-holder';
import { lookAtTarget } from './look-at-target';
import { planToolCost } from './plan-tool-cost';
import { againstRepeat, withoutTool } from './readmit-call';
import { reuseFor, SENT } from './reuse-result';
import type { Permit } from './run-control';
import { boundEntry } from './run-entries';
import type { AdvancePorts } from './runtime-ports';
import { findStep, toolStepAt } from './step-access';
import { type NoRoom, takeMoney, waitForMoney } from './take-money';

/** An attempt to be made once its intent is committed; its pass is to be settled or abandoned, whatever becomes of it. */
export type Launch = { readonly step: number; readonly pass: Pass } & (
  | {
      readonly kind: 'tool';
      readonly tool: ToolVersion;
      readonly claimIndex: number | null;
      /** null: it costs nothing. */
      readonly money: Reserved | null;
      /** Under which its result is kept for later calls; null: not at all. */
      readonly asked: AskedRead | null;
    }
  | ModelLaunch
);

type Context = {
  readonly builder: CommitBuilder;
  readonly agent: AgentDefinition;
  readonly ports: AdvancePorts;
  /** Of what is called before its row is committed: a look at a target. */
  readonly permit: Permit;
  readonly signal: AbortSignal;
};

export class AttemptStarter {
  readonly launches: Launch[] = [];
  /** Steps that a gate put off in this turn: they are not asked for again in it. */
  readonly putOff = new Set<number>();
  /** The least that a budget had no room for; null where none refused. */
  noRoomFor: ReservationRequest | null = null;

  constructor(private readonly context: Context) {}

  /** The first attempt of a proposed or approved call, or what stands against it. */
  async admit(stepNumber: number): Promise<void> {
    const { recording } = this.context.ports;
    if (recording) return this.append(...(await dryCall(this.caseOf(stepNumber), recording)));
    const entry = await admitCall(this.caseOf(stepNumber));
    if (entry.kind === 'put_off') return this.defer(stepNumber, entry.what);
    const intent = entry.kind === 'intent' && entry.payload.type === 'tool' ? entry.payload : null;
    const tool = intent && (await this.plannedTool(intent));
    if (intent === null || tool === null) this.append(entry);
    else await this.beginTool(intent, stepNumber, tool);
  }

  /** A further attempt of what failed, was in doubt or was put off. @returns with what the run fails where its model can't be called; null. */
  async repeat({ step, kind, mode }: DueAttempt): Promise<RunError | null> {
    if (kind === 'model') return this.callModel(step);
    if (mode === 'admit') await this.admit(step);
    else await this.repeatTool(step, mode);
    return null;
  }

  /** @returns with what the run fails where its model can't be called, and nothing is appended; null. */
  async callModel(stepNumber: number): Promise<RunError | null> {
    const { builder, agent, ports } = this.context;
    const begun = await beginModelCall(stepNumber, {
      state: builder.state,
      agent,
      ports,
      ask: (attempt, called) => this.ask(stepNumber, attempt, called),
    });
    switch (begun.kind) {
      case 'gone':
        return begun.error;
      case 'replayed':
        this.append(...begun.entries);
        return null;
      case 'put_off':
        this.defer(stepNumber, begun.what);
        return null;
      case 'bound':
        this.append(boundEntry(begun, boundExpiry(agent, ports.clock.now())));
        return null;
      case 'no_room':
        this.waitForRoom(stepNumber, begun);
        return null;
      case 'begun':
        this.beginHeld(stepNumber, begun);
        return null;
    }
  }

  /** The one call that sums up a run that is stopped, or the row that says why there is none. */
  async summarise(stepNumber: number): Promise<void> {
    const begun = await beginSummary(stepNumber, { ...this.context, state: this.context.builder.state });
    if (begun.kind === 'none') this.append(begun.fact);
    else this.beginHeld(stepNumber, begun);
  }

  private beginHeld(
    step: number,
    { intent, launch }: { readonly intent: JournalEntry; readonly launch: ModelLaunch },
  ): void {
    const { builder, ports } = this.context;
    this.launches.push(launch);
    this.append(intent);
    builder.hold(step, launch.money.allowances, isoAt(ports.clock.now()));
  }

  /** The commit did not take the intents: nothing of this is begun. */
  abandonAll(): void {
    for (const launch of this.launches) {
      launch.pass.abandon();
      launch.money?.release();
    }
  }

  /** The intents stand in the journal, and so do their holds. */
  committed(): void {
    for (const { money } of this.launches) money?.committed();
  }

  private async repeatTool(stepNumber: number, mode: 'send' | 'look_up'): Promise<void> {
    const { ports } = this.context;
    const facts = this.caseOf(stepNumber);
    const { step } = facts;
    const tool = step.call && (await ports.catalog.toolVersion(step.call.tool, step.call.toolVersion));
    if (!tool) {
      this.append(withoutTool(facts));
      return;
    }
    const against = mode === 'look_up' ? null : await againstRepeat(facts);
    if (against?.kind === 'put_off') return this.defer(stepNumber, against.what);
    if (against !== null) return this.append(against);
    const attempt = step.attempts.length + 1;
    await this.beginTool({ type: 'tool', step: stepNumber, attempt, mode }, stepNumber, tool);
  }

  private async beginTool(intent: ToolIntent, stepNumber: number, tool: ToolVersion): Promise<void> {
    const { builder, agent, ports } = this.context;
    const { state } = builder;
    const step = toolStepAt(state, stepNumber);
    const holder = await holderBefore(intent, state.runId, step, ports);
    if (holder !== null) return this.defer(stepNumber, holder);
    const isKept = tool.definition.cacheMs !== undefined;
    const { result, asked } = isKept ? await reuseFor({ state, step, intent, tool }, ports) : SENT;
    if (result !== null)
      return this.append({ kind: 'intent', payload: intent }, { kind: 'result', payload: result });
    const cost = planToolCost(state, tool, intent.mode);
    if (cost.kind === 'bound') return this.append(boundEntry(cost, boundExpiry(agent, ports.clock.now())));
    const { microUsd } = cost;
    const pass = await this.enter(stepNumber, step.attempts.length + 1, { kind: 'tool', tool });
    if (pass === null) return;
    const amounts = { mostMicroUsd: microUsd, leastMicroUsd: microUsd };
    const money = microUsd === 0 ? null : await takeMoney(state, amounts, ports.budgets, pass);
    if (money !== null && 'kind' in money) return this.waitForRoom(stepNumber, money);
    const before = builder.claimCount;
    const held = money === null ? {} : { held: { microUsd } };
    this.begin(pass, money, { ...intent, ...held });
    const claimIndex = builder.claimCount > before ? before : null;
    this.launches.push({ kind: 'tool', step: stepNumber, pass, tool, claimIndex, money, asked });
  }

  /** null: put off, and the row that says so is appended unless what the journal says of it still stands: asked early, it keeps its time. */
  private async enter(step: number, attempt: number, called: GateRequest['called']): Promise<Pass | null> {
    const answer = await this.ask(step, attempt, called);
    if (answer.passed) return answer.pass;
    const { by, id, waitMs } = answer;
    this.defer(step, { by, id, waitMs });
    return null;
  }

  private ask(step: number, attempt: number, called: GateRequest['called']): Promise<GateAnswer> {
    const { builder, ports } = this.context;
    const { runId, fence, agent } = builder.state;
    const cause = causeOf(findStep(builder.state, step));
    return ports.gates.enter({ runId, fence, agent, step, attempt, cause, called });
  }

  private caseOf(number: number): DispatchCase {
    const { builder, agent, ports, permit } = this.context;
    const { state, windows: uncommitted } = builder;
    return { state, step: toolStepAt(state, number), agent, ports, look: this.look, permit, uncommitted };
  }

  private readonly look: DispatchCase['look'] = (declared, step) => {
    const { builder, ports, permit, signal } = this.context;
    const ask = (called: GateRequest['called']) => this.ask(step.step, step.attempts.length + 1, called);
    return lookAtTarget(declared, step, { runId: builder.state.runId, ports, permit, signal, ask });
  };

  private waitForRoom(step: number, { id, waitMs, request }: NoRoom): void {
    if (this.noRoomFor === null || request.leastMicroUsd < this.noRoomFor.leastMicroUsd)
      this.noRoomFor = request;
    const { builder, ports } = this.context;
    this.defer(step, { by: 'budget', id, ...waitForMoney(builder.state, waitMs, ports.clock.now()) });
  }

  private defer(step: number, what: PutOff): void {
    const { builder, ports } = this.context;
    this.putOff.add(step);
    const entry = deferralEntry(builder.state, step, what, ports.clock.now());
    if (entry !== null) this.append(entry);
  }

  /** null: nothing is to be sent, or there is no such tool any more. */
  private async plannedTool(intent: ToolIntent): Promise<ToolVersion | null> {
    const { call } = intent;
    return call === undefined ? null : this.context.ports.catalog.toolVersion(call.tool, call.toolVersion);
  }

  /** Without its intent there is no attempt, and nobody else would give the pass and the money back. */
  private begin(pass: Pass, money: Reserved | null, payload: ToolIntent): void {
    const { builder, ports } = this.context;
    try {
      this.append({ kind: 'intent', payload });
      if (money !== null) builder.hold(payload.step, money.allowances, isoAt(ports.clock.now()));
    } catch (cause) {
      pass.abandon();
      money?.release();
      throw cause;
    }
  }

  private append(...entries: JournalEntry[]): void {
    const { builder, ports } = this.context;
    for (const entry of entries) builder.append(entry, isoAt(ports.clock.now()));
  }
}
