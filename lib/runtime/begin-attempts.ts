// Begins attempts: admission, the gates' leave, the row that records the intent, and what is to be launched once it is committed. Sends nothing itself.
import type { AgentDefinition } from '@/lib/domain/agent';
import type { Deferral } from '@/lib/domain/deferral';
import { effectIdOf } from '@/lib/domain/effect';
import type { JournalEntry } from '@/lib/domain/journal-payload';
import type { StepState, ToolStepState } from '@/lib/domain/run-state';
import type { ToolVersion } from '@/lib/domain/tool';
import { isoAt } from '@/lib/ports/clock';
import type { GateRequest, Pass } from '@/lib/ports/gates';
import { admitCall } from './admit-call';
import { beginModelCall, type ModelLaunch } from './begin-model-call';
import { boundExpiry } from './bound-age';
import type { ReservationRequest } from './budgets';
import type { CommitBuilder } from './commit-builder';
import type { DueAttempt } from './decide';
import { isBusy } from './effect-places';
import { againstRepeat, withoutTool } from './readmit-call';
import { boundEntry } from './run-entries';
import { IN_FLIGHT_BACKOFF, SHORTEST_DEFERRAL_MS } from './runtime-constants';
import type { AdvancePorts } from './runtime-ports';
import { findStep, isToolStep, stepAt, toolStepAt } from './step-access';

/** An attempt to be made once its intent is committed; its pass is to be settled or abandoned, whatever becomes of it. */
export type Launch = { readonly step: number; readonly pass: Pass } & (
  | { readonly kind: 'tool'; readonly tool: ToolVersion; readonly claimIndex: number | null }
  | ModelLaunch
);

type Context = {
  readonly builder: CommitBuilder;
  readonly agent: AgentDefinition;
  readonly ports: AdvancePorts;
};

type PutOff = Omit<Deferral, 'until'> & { readonly waitMs: number };

/** As long again as it has been waited, within bounds: a wait of days leaves a row a minute. */
const heldWaitMs = (waitedMs: number, random: number) =>
  Math.min(IN_FLIGHT_BACKOFF.capMs, Math.max(IN_FLIGHT_BACKOFF.baseMs, waitedMs)) * (0.5 + random / 2);

/** What the attempt would send, by its intent or by what was admitted before. */
function plannedIn({ kind, payload }: JournalEntry, step: ToolStepState) {
  if (kind !== 'intent' || payload.type !== 'tool')
    throw new Error(`step ${step.step} begins with an intent`);
  return { call: payload.call ?? step.call, mode: payload.mode };
}

export class AttemptStarter {
  readonly launches: Launch[] = [];
  /** Steps that a gate put off in this turn: they are not asked for again in it. */
  readonly putOff = new Set<number>();
  /** What a budget had no room for; null where none refused. */
  noRoomFor: ReservationRequest | null = null;

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
    const begun = await beginModelCall(stepNumber, {
      state: builder.state,
      agent,
      ports,
      enter: (attempt, called) => this.enter(stepNumber, attempt, called),
    });
    switch (begun.kind) {
      case 'gone':
        return false;
      case 'put_off':
        return true;
      case 'bound':
        this.append(boundEntry(begun, boundExpiry(agent, ports.clock.now())));
        return true;
      case 'no_room':
        this.noRoomFor = begun.request;
        this.defer(stepNumber, { by: 'budget', id: begun.id, waitMs: begun.waitMs });
        return true;
      case 'begun':
        this.launches.push(begun.launch);
        this.append(begun.intent);
        builder.hold(stepNumber, begun.launch.money.allowances, isoAt(ports.clock.now()));
        return true;
    }
  }

  /** The commit did not take the intents: nothing of this is begun. */
  abandonAll(): void {
    for (const launch of this.launches) {
      launch.pass.abandon();
      if (launch.kind === 'model') launch.money.release();
    }
  }

  /** The intents stand in the journal, and so do their holds. */
  committed(): void {
    for (const launch of this.launches) if (launch.kind === 'model') launch.money.committed();
  }

  private async repeatTool(stepNumber: number, mode: 'send' | 'look_up'): Promise<void> {
    const { builder, agent, ports } = this.context;
    const step = toolStepAt(builder.state, stepNumber);
    const facts = { state: builder.state, step, agent, ports };
    const tool = step.call && (await ports.catalog.toolVersion(step.call.tool, step.call.toolVersion));
    if (!tool) {
      this.append(withoutTool(facts));
      return;
    }
    const against = mode === 'look_up' ? null : await againstRepeat(facts);
    if (against !== null) {
      this.append(against);
      return;
    }
    const attempt = step.attempts.length + 1;
    const payload = { type: 'tool', step: stepNumber, attempt, mode } as const;
    await this.beginTool({ kind: 'intent', payload }, stepNumber, tool);
  }

  private async beginTool(entry: JournalEntry, stepNumber: number, tool: ToolVersion): Promise<void> {
    const { builder } = this.context;
    const held = await this.heldBy(entry, stepNumber);
    if (held !== null) {
      this.defer(stepNumber, held);
      return;
    }
    const attempt = toolStepAt(builder.state, stepNumber).attempts.length + 1;
    const pass = await this.enter(stepNumber, attempt, { kind: 'tool', tool });
    if (pass === null) return;
    const before = builder.claimCount;
    this.begin(pass, entry);
    const claimIndex = builder.claimCount > before ? before : null;
    this.launches.push({ kind: 'tool', step: stepNumber, pass, tool, claimIndex });
  }

  /** null: put off, and the row that says so is appended unless what the journal says of it still stands: asked early, it keeps its time. */
  private async enter(step: number, attempt: number, called: GateRequest['called']): Promise<Pass | null> {
    const { builder, ports } = this.context;
    const { runId, fence, agent } = builder.state;
    const cause = causeOf(findStep(builder.state, step));
    const answer = await ports.gates.enter({ runId, fence, agent, step, attempt, cause, called });
    if (answer.passed) return answer.pass;
    const { by, id, waitMs } = answer;
    this.defer(step, { by, id, waitMs });
    return null;
  }

  /** Asked before the intent, so that who waits leaves no attempts behind; the claim in the commit has the last word. */
  private async heldBy(entry: JournalEntry, stepNumber: number): Promise<PutOff | null> {
    const { builder, ports } = this.context;
    const step = toolStepAt(builder.state, stepNumber);
    const { call, mode } = plannedIn(entry, step);
    if (call === null || mode === 'look_up' || call.effect === 'read') return null;
    // A first claim of a key alone is rarely in vain, and asking first would cost each of them a question.
    if (call.resource === undefined && !isBusy(step.error) && step.deferred?.by !== 'effect') return null;
    const { runId } = builder.state;
    const { resource } = call;
    const hold = await ports.store.heldBy({ ...effectIdOf(call), runId, step: stepNumber, resource });
    if (hold === null) return null;
    const { place, holder } = hold;
    const isSame = step.deferred?.by === place.kind && step.deferred.id === place.id;
    const since = (isSame ? step.deferred?.since : undefined) ?? isoAt(ports.clock.now());
    const waitMs = heldWaitMs(ports.clock.now() - Date.parse(since), ports.random.next());
    return { by: place.kind, id: place.id, waitMs, holder, since };
  }

  private defer(step: number, { waitMs, ...what }: PutOff): void {
    const { builder, ports } = this.context;
    this.putOff.add(step);
    const nowMs = ports.clock.now();
    const standing =
      step > builder.state.usage.steps ? builder.state.deferredModel : stepAt(builder.state, step).deferred;
    const isSame =
      standing?.by === what.by &&
      standing.id === what.id &&
      standing.holder?.runId === what.holder?.runId &&
      standing.holder?.step === what.holder?.step;
    if (isSame && Date.parse(standing.until) > nowMs) return;
    const until = isoAt(nowMs + Math.max(waitMs, SHORTEST_DEFERRAL_MS));
    this.append({ kind: 'fact', payload: { type: 'deferred', step, ...what, until } });
  }

  private async plannedTool({
    payload,
  }: Extract<JournalEntry, { kind: 'intent' }>): Promise<ToolVersion | null> {
    if (payload.type !== 'tool' || payload.call === undefined) return null;
    return this.context.ports.catalog.toolVersion(payload.call.tool, payload.call.toolVersion);
  }

  /** Without its intent there is no attempt, and nobody else would give the pass back. */
  private begin(pass: Pass, intent: JournalEntry): void {
    try {
      this.append(intent);
    } catch (cause) {
      pass.abandon();
      throw cause;
    }
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
