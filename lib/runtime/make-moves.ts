// Turns the decider's moves into rows until nothing more can be done before something happens; sends nothing itself.
import type { AgentDefinition } from '@/lib/domain/agent';
import type { JournalEntry } from '@/lib/domain/journal-payload';
import type { ModelVersion } from '@/lib/domain/model';
import type { Waiting } from '@/lib/domain/run';
import type { Stop } from '@/lib/domain/stop';
import type { ToolVersion } from '@/lib/domain/tool';
import { isoAt } from '@/lib/ports/clock';
import { remainingMs } from '@/lib/resilience/deadline';
import { admitCall, askWhetherItHappened } from './admit-call';
import type { CommitBuilder } from './commit-builder';
import { type DueAttempt, decide, type Move } from './decide';
import { planModelCall } from './plan-model-call';
import type { Hindrance } from './run-control';
import { askEntry, boundEntry, endEntry, finalErrorEntry } from './run-entries';
import { MOST_MOVES_A_TURN } from './runtime-constants';
import type { RuntimePorts } from './runtime-ports';
import { modelStepAt, stepAt, toolStepAt } from './step-access';

/** An attempt to be made once its intent is committed. */
export type Launch =
  | {
      readonly kind: 'tool';
      readonly step: number;
      readonly tool: ToolVersion;
      readonly claimIndex: number | null;
    }
  | {
      readonly kind: 'model';
      readonly step: number;
      readonly model: ModelVersion;
      readonly tools: readonly ToolVersion[];
      readonly maxOutputTokens: number;
    };

/** What the run waits for once the rows are committed. */
export type Rest =
  | { readonly kind: 'in_flight' }
  /** The next attempt is due at this instant; attempts may be in flight besides. */
  | { readonly kind: 'until'; readonly atMs: number }
  | { readonly kind: 'park'; readonly waiting: Waiting }
  | { readonly kind: 'end'; readonly move: Extract<Move, { kind: 'end' }> }
  /** There is work, and this process takes on none any more. */
  | { readonly kind: 'release' }
  /** There is work, and somebody stopped it. */
  | { readonly kind: 'stopped'; readonly stop: Stop };

type Context = {
  readonly builder: CommitBuilder;
  readonly agent: AgentDefinition;
  readonly ports: RuntimePorts;
  readonly hindrance: () => Hindrance | null;
};

export async function makeMoves(context: Context): Promise<{ launches: Launch[]; rest: Rest }> {
  const maker = new MoveMaker(context);
  for (let moves = 0; moves < MOST_MOVES_A_TURN; moves++) {
    const rest = await maker.make(decide(context.builder.state));
    if (rest !== null) return { launches: maker.launches, rest };
  }
  throw new Error(
    `the decider asks for the same again and again: ${JSON.stringify(decide(context.builder.state))}`,
  );
}

class MoveMaker {
  readonly launches: Launch[] = [];

  constructor(private readonly context: Context) {}

  /** @returns null when rows were appended and the decider is to be asked again. */
  async make(move: Move): Promise<Rest | null> {
    const { state } = this.context.builder;
    switch (move.kind) {
      case 'wait':
        return { kind: 'in_flight' };
      case 'park':
        return move;
      case 'end':
        this.append(endEntry(state, move));
        return { kind: 'end', move };
      case 'bound':
        this.append(boundEntry(move));
        return null;
      case 'give_up':
        this.append(finalErrorEntry(stepAt(state, move.step), move.error));
        return null;
      case 'ask_unknown': {
        const step = toolStepAt(state, move.step);
        const approval = askWhetherItHappened(step, this.context.agent, this.context.ports);
        this.append(askEntry(step, move.error, approval));
        return null;
      }
      case 'call_model':
      case 'begin':
      case 'dispatch':
      case 'attempt':
        return this.work(move);
    }
  }

  private async work(
    move: Extract<Move, { kind: 'call_model' | 'begin' | 'dispatch' | 'attempt' }>,
  ): Promise<Rest | null> {
    const hindrance = this.context.hindrance();
    if (hindrance !== null) {
      if (this.context.builder.state.steps.some((step) => step.status === 'running'))
        return { kind: 'in_flight' };
      return hindrance === 'draining' ? { kind: 'release' } : { kind: 'stopped', stop: hindrance };
    }
    if (this.timeIsOver()) {
      const { deadlineMs } = this.context.builder.state.limits;
      const message = `The run used up its ${deadlineMs} ms.`;
      this.append(boundEntry({ bound: 'time', message }));
      return null;
    }
    switch (move.kind) {
      case 'call_model':
        return this.callModel(move.step);
      case 'begin':
      case 'dispatch':
        for (const step of move.steps) await this.admit(step);
        return null;
      case 'attempt':
        return this.attemptDue(move.attempts);
    }
  }

  private async attemptDue(attempts: readonly DueAttempt[]): Promise<Rest | null> {
    const now = this.context.ports.clock.now();
    const due = attempts.filter(({ at }) => at === null || Date.parse(at) <= now);
    if (due.length === 0) {
      const { deadlineAt, humanWaitSince } = this.context.builder.state;
      const first = Math.min(...attempts.map(({ at }) => Date.parse(at ?? deadlineAt)));
      return {
        kind: 'until',
        atMs: humanWaitSince === null ? Math.min(first, Date.parse(deadlineAt)) : first,
      };
    }
    for (const one of due) {
      if (one.kind === 'model') return this.callModel(one.step);
      await this.attempt(one);
    }
    return null;
  }

  private async admit(stepNumber: number): Promise<void> {
    const { builder, agent, ports } = this.context;
    const step = toolStepAt(builder.state, stepNumber);
    const entry = await admitCall({ state: builder.state, step, agent, ports });
    const tool = entry.kind === 'intent' ? await this.plannedTool(entry) : null;
    this.launchTool(entry, stepNumber, tool);
  }

  private async attempt({ step: stepNumber, mode }: DueAttempt): Promise<void> {
    const { builder, ports } = this.context;
    const step = toolStepAt(builder.state, stepNumber);
    const tool = step.call && (await ports.catalog.toolVersion(step.call.tool, step.call.toolVersion));
    if (!tool) return this.append(finalErrorEntry(step, missing('tool', step.tool)));
    const attempt = step.attempts.length + 1;
    const payload = { type: 'tool', step: stepNumber, attempt, mode } as const;
    this.launchTool({ kind: 'intent', payload }, stepNumber, tool);
  }

  private async plannedTool({
    payload,
  }: Extract<JournalEntry, { kind: 'intent' }>): Promise<ToolVersion | null> {
    if (payload.type !== 'tool' || payload.call === undefined) return null;
    return this.context.ports.catalog.toolVersion(payload.call.tool, payload.call.toolVersion);
  }

  private launchTool(entry: JournalEntry, step: number, tool: ToolVersion | null): void {
    const { builder } = this.context;
    const before = builder.claimCount;
    this.append(entry);
    if (tool === null) return;
    this.launches.push({ kind: 'tool', step, tool, claimIndex: builder.claimCount > before ? before : null });
  }

  private async callModel(stepNumber: number): Promise<Rest | null> {
    const { builder, agent, ports } = this.context;
    const model = await ports.catalog.model(agent.model);
    if (model === null) return this.fail(missing('model', agent.model));
    const plan = planModelCall(builder.state, model);
    if (plan.kind === 'bound') {
      this.append(boundEntry(plan));
      return null;
    }
    const granted = await Promise.all(agent.tools.map((grant) => ports.catalog.tool(grant.name)));
    const tools = granted.filter((tool) => tool !== null);
    const isNew = stepNumber > builder.state.steps.length;
    const attempt = isNew ? 1 : modelStepAt(builder.state, stepNumber).attempts.length + 1;
    const { maxOutputTokens } = plan;
    const { name, version } = model;
    this.append({
      kind: 'intent',
      payload: {
        type: 'model',
        step: stepNumber,
        attempt,
        model: name,
        modelVersion: version,
        maxOutputTokens,
      },
    });
    this.launches.push({ kind: 'model', step: stepNumber, model, tools, maxOutputTokens });
    return null;
  }

  private fail(error: { code: string; message: string }): Rest {
    const { code, message } = error;
    const move = { kind: 'end', status: 'failed', output: null, error: { code, message } } as const;
    this.append(endEntry(this.context.builder.state, move));
    return { kind: 'end', move };
  }

  /** After a cancel only the question what happened is asked, and that is worth asking late. */
  private timeIsOver(): boolean {
    const { state } = this.context.builder;
    if (state.cancelled !== null) return false;
    return remainingMs(state.deadlineAt, state.humanWaitSince, this.context.ports.clock.now()) <= 0;
  }

  private append(entry: JournalEntry): void {
    this.context.builder.append(entry, isoAt(this.context.ports.clock.now()));
  }
}

function missing(what: 'tool' | 'model', name: string) {
  return {
    code: `${what}_missing`,
    message: `There is no ${what} ${name} any more.`,
    class: 'fatal',
  } as const;
}
