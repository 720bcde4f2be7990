// How people of a simulated history undo what runs did, and what has to hold of it afterwards, whoever asked and whoever died.
import type { CompensationCause, PlannedUndo } from '@/lib/domain/compensation';
import type { Actor } from '@/lib/domain/principal';
import { TERMINAL_RUN_STATUSES } from '@/lib/domain/run';
import type { NewRun } from '@/lib/ports/run-store';
import { planOf, undoableEffects } from '../../plan-compensation';
import { compensationRun } from '../../start-compensation';
import type { World } from './world';

/** What a command makes of the wish; null where nothing can be undone. @param step only this one's effect. */
export async function undoOf(
  world: World,
  runId: string,
  step: number | null,
  cause: CompensationCause,
  by: Actor,
): Promise<NewRun | null> {
  const state = world.stateOf(runId);
  const agent = world.agents.find(({ name }) => name === state?.agent)?.definition;
  if (state === null || agent === undefined) return null;
  const ports = { ...world.sharedPorts(), clock: world.clock };
  const effects = await undoableEffects(state, ports);
  const { calls, kept } = planOf(effects, step === null ? null : new Set([step]));
  if (calls.length === 0) return null;
  const reason = 'It was wrong.';
  const run = compensationRun({ state, agent, labels: {}, by, cause, reason, calls, kept }, ports);
  world.trace.name(run.runId, `undo-${run.runId.slice(-3)}`);
  return run;
}

/** An ended run is undone by whoever comes by, though another may be at it: the ledger has to hold. */
export async function undoSomeRun(world: World, by: Actor): Promise<string | null> {
  const { memory, undoRandom, trace } = world;
  const ended = [...memory.runs.values()].filter(
    (run) => TERMINAL_RUN_STATUSES.has(run.status) && run.new.trigger.kind !== 'compensation',
  );
  if (ended.length === 0) return null;
  const { runId } = undoRandom.pick(ended).new;
  const run = await undoOf(world, runId, null, 'person', by);
  const status = memory.runs.get(runId)?.status;
  if (run === null || world.over || status === undefined || !TERMINAL_RUN_STATUSES.has(status)) return null;
  await memory.createRun(run);
  trace.say(by.label, () => `undoes ${runId} by ${run.runId}`);
  return run.runId;
}

/** A run whose effects are undone is not sent on; one call that nobody knew of, and that is undone, is settled by that. */
export function isUndone({ memory }: World, runId: string): boolean {
  return [...memory.runs.keys()].some((id) => {
    const { trigger, startRow } = memory.runs.get(id)?.new ?? {};
    return trigger?.of === runId && startRow?.payload.includes('"cause":"decision"') !== true;
  });
}

export function checkUndoing(world: World): void {
  checkOnce(world);
  for (const [runId, run] of world.memory.runs) {
    const state = world.stateOf(runId);
    const named = state?.end?.compensatedBy ?? null;
    if (named !== null && !world.memory.runs.has(named))
      world.findings.violated('an end that undoes starts the run that does', world.trace.nameOf(runId));
    if (state?.compensation)
      checkPlan(world, run.new.runId, state.compensation.calls, state.compensation.cause);
  }
}

function checkPlan(
  world: World,
  runId: string,
  calls: readonly PlannedUndo[],
  cause: CompensationCause,
): void {
  const { findings, trace, receiver } = world;
  const place = (tool: string, key: string) =>
    receiver.books.findIndex((one) => one.tool === tool && one.key === key);
  let latest = Number.NEGATIVE_INFINITY;
  for (const { tool, effectKey, undoes, undoesKey } of calls.toSorted((a, b) => b.step - a.step)) {
    const undone = place(tool, effectKey);
    if (undone < 0) continue;
    const done = place(undoes, undoesKey);
    const what = `${effectKey} by ${trace.nameOf(runId)}`;
    if (done < 0 && cause !== 'decision') findings.violated('only what happened is undone', what);
    if (done > undone) findings.violated('an effect is undone after it happened', what);
    if (undone < latest) findings.violated('effects are undone in reverse', what);
    latest = undone;
  }
}

/** By what is undone, not by the key of the undo: two keys for one effect would undo it twice. */
function checkOnce(world: World): void {
  const undos = new Map<string, Set<string>>();
  for (const runId of world.memory.runs.keys()) {
    for (const { undoes, undoesKey, tool, effectKey } of world.stateOf(runId)?.compensation?.calls ?? []) {
      const isBooked = world.receiver.books.some((one) => one.tool === tool && one.key === effectKey);
      const place = JSON.stringify([undoes, undoesKey]);
      if (isBooked) undos.set(place, (undos.get(place) ?? new Set()).add(effectKey));
    }
  }
  for (const [place, keys] of undos)
    if (keys.size > 1)
      world.findings.violated('an effect is undone at most once', `${place} by ${[...keys].join(', ')}`);
}
