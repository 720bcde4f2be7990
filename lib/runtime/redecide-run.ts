// A recorded run decided anew under another version of its agent or of the policy: folded by the one reducer, row by row, and each decision in it made again on what was recorded. Writes, sends and asks nothing.
import type { AgentVersion } from '@/lib/domain/agent';
import type { JournalEntry } from '@/lib/domain/journal-payload';
import type { JournalRow } from '@/lib/domain/journal-row';
import type { RedecisionDifference, Unrecorded } from '@/lib/domain/redecision';
import type { RunLimits } from '@/lib/domain/run';
import type { RunState } from '@/lib/domain/run-state';
import type { ToolVersion } from '@/lib/domain/tool';
import type { Policy } from '@/lib/ports/policy';
import { decodeRow } from './decode-row';
import { foldRow } from './fold';
import { forkedDefinition } from './forked-definition';
import { letGo } from './let-go';
import { admissionRow, RecordedCalls } from './recorded-admissions';
import { redecideCall } from './redecide-call';
import type { Difference, RedecideCase } from './redecide-case';
import { lostBound, newBound, underLimits } from './redecide-limits';
import { answerDifference, changedQuestion, routeDifference, routeNow } from './redecide-model';
import type { RuntimePorts } from './runtime-ports';
import { toolStepAt } from './step-access';

export type RedecideUnder = {
  /** Of the same agent; the one that was recorded when absent. */
  readonly agent?: AgentVersion | undefined;
  /** Asked about each call; absent: the version that was recorded with it. */
  readonly policy?: Policy | undefined;
};
export type Redecision = {
  /** In the order of the journal. */
  readonly differences: readonly RedecisionDifference[];
  readonly unrecorded: readonly Unrecorded[];
  readonly looked: { admissions: number; questions: number; answers: number };
};
type Ports = Pick<RuntimePorts, 'catalog' | 'policies' | 'schemas' | 'hash' | 'keyedHash'>;

/** Others of the process have their turn after so many rows. */
const ROWS_AT_ONCE = 50;

/**
 * What `under` decides otherwise than the record. What the run would have come to after its first other course is not known: later differences say that they
 * stand beyond it. A version of the agent that is gone, or a tool's, leaves its decisions out and says so.
 * @throws JournalUnreadableError
 */
export async function redecideRun(
  rows: readonly JournalRow[],
  under: RedecideUnder,
  ports: Ports,
): Promise<Redecision> {
  const entries = rows.map(decodeRow);
  const redecider = new Redecider(entries, under, ports);
  let state: RunState | null = null;
  for (const [i, row] of rows.entries()) {
    const entry = entries[i];
    if (state !== null && entry !== undefined) await redecider.look(state, row, entry);
    state = foldRow(state && letGo(state), row);
    if (i === 0) await redecider.begin(state, row);
    if (i % ROWS_AT_ONCE === ROWS_AT_ONCE - 1) await new Promise((resume) => setTimeout(resume));
  }
  return redecider.found();
}

class Redecider {
  private readonly differences: Difference[] = [];
  private readonly unrecorded: Unrecorded[] = [];
  private readonly looked = { admissions: 0, questions: 0, answers: 0 };
  private readonly calls: RecordedCalls;
  private was: AgentVersion | null = null;
  private started: RunLimits | null = null;
  private readonly notSetAside = new Set<number>();
  private readonly routes = new Map<number, ReturnType<typeof routeNow>>();
  private lastRoute = '';
  private readonly lastOfStep = new Map<number, string>();

  constructor(
    entries: readonly JournalEntry[],
    private readonly under: RedecideUnder,
    private readonly ports: Ports,
  ) {
    this.calls = new RecordedCalls(entries);
  }

  async begin(state: RunState, row: JournalRow): Promise<void> {
    this.was = await this.ports.catalog.agentVersion(state.agent, state.agentVersion);
    this.started = state.limits;
    const facts = this.caseOf(state, row);
    if (facts === null) {
      this.unrecorded.push({
        step: null,
        seq: row.seq,
        what: 'answer',
        message: `Version ${state.agentVersion} of ${state.agent} is gone, so nothing can be held against it.`,
      });
      return;
    }
    if (state.compensation !== null) return;
    const problems = this.ports.schemas.validate(facts.now.inputSchema, state.input);
    if (this.under.agent === undefined || problems.length === 0) return;
    const reasons = problems.map(({ path, message }) => ({
      rule: 'inputSchema',
      message: `${path}: ${message}`,
    }));
    this.differences.push({
      kind: 'input',
      step: null,
      seq: row.seq,
      tool: null,
      recorded: { verdict: 'fits', reasons: [] },
      now: { verdict: 'refused', reasons },
      course: 'stops',
    });
  }

  /** @param state right before the row. */
  async look(state: RunState, row: JournalRow, entry: JournalEntry): Promise<void> {
    const facts = row.seq <= this.calls.forkedSeq ? null : this.caseOf(state, row);
    if (facts === null || this.started === null) return;
    const bounded = underLimits(facts, this.started);
    const { kind, payload } = entry;
    if (kind === 'fact' && payload.type === 'bound')
      this.add(lostBound(facts, bounded, payload, this.calls.lastStep > state.usage.steps));
    if (kind === 'intent' && payload.type === 'model') {
      if (payload.attempt > 1 || payload.purpose === 'summary') return;
      this.add(newBound(facts, bounded, payload));
      this.question(facts, payload);
    }
    if (kind === 'result' && payload.type === 'model' && payload.outcome !== 'summary') {
      const calls = payload.outcome === 'calls' ? payload.calls : [];
      const tools = (await Promise.all(calls.map(({ step }) => this.tool(step)))).filter(
        (one) => one !== null,
      );
      this.looked.answers += 1;
      const found = answerDifference(facts, this.routes.get(payload.step)?.route ?? null, payload, tools);
      if (found?.now.verdict === 'taken') this.notSetAside.add(payload.step);
      this.add(found);
    }
    const admitted = admissionRow(entry);
    if (admitted?.admission === undefined || admitted.call === undefined) return;
    const { admission, call } = admitted;
    const step = toolStepAt(state, admitted.step);
    if (step.status === 'proposed') this.add(newBound(facts, bounded, { step: step.step }));
    await this.call(facts, {
      step,
      call,
      admission,
      approval: 'approval' in admitted ? admitted.approval : null,
      wasMade: this.calls.wasMadeFrom(row.seq, step.step, call.argumentHash),
    });
  }

  found(): Redecision {
    const { differences, unrecorded, looked } = this;
    const parted =
      differences.find(({ course }) => course !== 'same_course')?.seq ?? Number.POSITIVE_INFINITY;
    return {
      differences: differences.map((one) => ({ ...one, beyond: one.seq > parted })),
      unrecorded,
      looked,
    };
  }

  private question(facts: RedecideCase, asked: Parameters<typeof routeNow>[1]): void {
    const { was, now, row } = facts;
    if (this.looked.questions === 0) {
      const parts = changedQuestion(was, now);
      if (parts.length > 0)
        this.add({
          kind: 'question',
          step: asked.step,
          seq: row.seq,
          tool: null,
          recorded: { verdict: 'same', reasons: [] },
          now: { verdict: 'changed', reasons: parts },
          course: 'needs_fork',
        });
    }
    this.looked.questions += 1;
    const route = routeNow(facts, asked, this.notSetAside);
    this.routes.set(asked.step, route);
    const found = routeDifference(facts, asked, route);
    const told = found === null ? '' : JSON.stringify([found.recorded, found.now]);
    // A model that is another one from here on is told of once.
    if (told !== this.lastRoute) this.add(found);
    this.lastRoute = told;
  }

  private async call(
    facts: RedecideCase,
    recorded: Omit<Parameters<typeof redecideCall>[1], 'tool'>,
  ): Promise<void> {
    const { step, call, admission } = recorded;
    const tool = await this.tool(step.step);
    if (tool === null) {
      facts.note(step.step, 'tool', `Version ${call.toolVersion} of ${call.tool} is gone.`);
      return;
    }
    this.looked.admissions += 1;
    const version = this.under.agent?.version ?? facts.state.agentVersion;
    const asked = { ...facts, version, policy: this.policyOf(admission.policy) };
    for (const found of await redecideCall(asked, { ...recorded, tool }, this.ports)) {
      const told = JSON.stringify([found.kind, found.recorded, found.now]);
      // Looked at again before it was sent, the same call is told of once.
      if (this.lastOfStep.get(step.step) !== told) this.add(found);
      this.lastOfStep.set(step.step, told);
    }
  }

  /** What was recorded holds as long as nothing it was told is different. */
  private policyOf(recorded: Awaited<ReturnType<Policy['evaluate']>>): Policy {
    if (this.under.policy !== undefined) return this.under.policy;
    const version = Number(recorded.policyVersion);
    if (this.under.agent === undefined || !Number.isInteger(version))
      return { evaluate: async () => recorded };
    return this.ports.policies.at(version);
  }

  private async tool(step: number): Promise<ToolVersion | null> {
    const known = this.calls.toolOf(step);
    return known === undefined ? null : this.ports.catalog.toolVersion(known.name, known.version);
  }

  private caseOf(state: RunState, row: JournalRow): RedecideCase | null {
    if (this.was === null) return null;
    const was = forkedDefinition(this.was.definition, state.fork);
    const now = forkedDefinition((this.under.agent ?? this.was).definition, state.fork);
    const note: RedecideCase['note'] = (step, what, message) => {
      const isTold = this.unrecorded.some((one) => one.step === step && one.what === what);
      if (!isTold) this.unrecorded.push({ step, seq: row.seq, what, message });
    };
    return { state, row, was, now, note };
  }

  private add(found: Difference | null): void {
    if (found !== null) this.differences.push(found);
  }
}
