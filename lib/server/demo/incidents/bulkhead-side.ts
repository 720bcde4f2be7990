// Carries an incident out through Bulkhead: the same agent started as from the form, on the demo's simulator, told by the journal of its runs.
import 'server-only';
import type { IncidentCall, IncidentSide } from '../../../contract/incident';
import type { RunShape } from '../../../contract/run';
import type { StepShape } from '../../../contract/run-detail';
import { TERMINAL_RUN_STATUSES, type WaitingReason } from '../../../domain/run';
import type { IncidentPlan } from '../../../simulator/incidents/incident-plan';
import type { App } from '../../app';
import type { CommandContext } from '../../commands/command-context';
import { startRun } from '../../commands/start-run';
import { readRunWhenAtRest } from '../../queries/read-run';
import { listSteps } from '../../queries/read-steps';
import { sideOf, subjectOf } from './side-of';
import { ledgerOf, underFaults } from './simulator-control';

/** The longest of the incidents takes seconds; a run that still goes on then is told as it stands. */
const MOST_MS = 90_000;
const ALL_STEPS = 10_000;

export async function bulkheadSide(
  context: CommandContext,
  plan: IncidentPlan,
  simulatorUrl: string,
  labels: Readonly<Record<string, string>>,
): Promise<IncidentSide> {
  const { app } = context;
  const { clock } = app;
  return underFaults(simulatorUrl, plan.faults, async () => {
    const startedMs = clock.now();
    const started = await Promise.all(
      plan.inputs.map((input) =>
        startRun({ ...context, intent: null }, { agent: plan.agent, input, labels: { ...labels } }),
      ),
    );
    const runs = await Promise.all(started.map(({ id }) => whenOver(app, id)));
    const finishedMs = clock.now();
    const calls = await Promise.all(
      runs.map(async ({ id }, index) => {
        const { items } = await listSteps(app, id, { limit: ALL_STEPS });
        return items.flatMap((step) => callsOf(step, index + 1, startedMs));
      }),
    );
    const entries = await ledgerOf(simulatorUrl, plan.service);
    const agents = runs.map((run, index) => ({ lane: index + 1, runId: run.id, ...outcomeOf(run) }));
    return sideOf({ plan, startedMs, finishedMs, agents, calls: calls.flat(), entries });
  });
}

const GOES_ON_BY_ITSELF: ReadonlySet<string> = new Set<WaitingReason>([
  'timer',
  'breaker',
  'bulkhead',
  'retry_budget',
]);

/** A run at rest may go on by itself; only its end, or a person, is the end of this. */
async function whenOver(app: App, runId: string): Promise<RunShape> {
  const untilMs = app.clock.monotonicMs() + MOST_MS;
  for (;;) {
    const leftMs = untilMs - app.clock.monotonicMs();
    const run = await readRunWhenAtRest(app, runId, Math.max(0, leftMs), app.lifecycle.ended);
    const waitsForPerson = run.waiting !== null && !GOES_ON_BY_ITSELF.has(run.waiting.reason);
    if (TERMINAL_RUN_STATUSES.has(run.status) || waitsForPerson || leftMs <= 0 || app.lifecycle.ended.aborted)
      return run;
    await app.clock.sleep(200, app.lifecycle.ended);
  }
}

function outcomeOf(run: RunShape): { readonly ok: boolean; readonly outcome: string } {
  const ok = run.status === 'succeeded';
  if (ok) return { ok, outcome: JSON.stringify(run.output) };
  const why = run.error?.message ?? run.waiting?.reason ?? null;
  return { ok, outcome: why === null ? run.status : `${run.status}: ${why}` };
}

function callsOf(step: StepShape, lane: number, sinceMs: number): IncidentCall[] {
  if (step.kind === 'finish') return [];
  const kind = step.kind === 'model' ? 'model' : step.effect === 'read' ? 'read' : 'effect';
  const name = step.tool ?? step.model ?? step.kind;
  const subject = kind === 'model' ? null : subjectOf(step.arguments);
  const common = { lane, kind, name, subject } as const;
  const span = (startedAt: string, finishedAt: string | null) => {
    const startedMs = Date.parse(startedAt);
    const finishedMs = finishedAt === null ? startedMs : Date.parse(finishedAt);
    return { atMs: Math.round(startedMs - sinceMs), durationMs: Math.round(finishedMs - startedMs) };
  };
  const calls = step.attempts.map(({ attempt, mode, startedAt, finishedAt, outcome, error }) => ({
    ...common,
    ...span(startedAt, finishedAt),
    attempt,
    ok: outcome === 'succeeded' || (mode === 'look_up' && outcome === 'not_found'),
    outcome: wordsOf(mode, outcome, error?.code ?? null),
  }));
  if (step.resultSource !== 'ledger') return calls;
  const replayed = { ...span(step.finishedAt ?? step.startedAt, step.finishedAt), attempt: null, ok: true };
  return [...calls, { ...common, ...replayed, outcome: 'in the ledger: not sent again' }];
}

function wordsOf(mode: 'send' | 'look_up', outcome: string | null, code: string | null): string {
  if (outcome === null) return 'under way';
  if (mode === 'send') return outcome === 'succeeded' ? 'answered' : (code ?? outcome);
  if (outcome === 'succeeded') return 'looked up by key: it had happened';
  return outcome === 'not_found' ? 'looked up by key: it had not happened' : `look-up: ${code ?? outcome}`;
}
