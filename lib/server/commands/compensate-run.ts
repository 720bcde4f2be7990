// A person undoes what an ended run did: a run of its own carries it out. Of two who ask at once the second is told who is at it.
import 'server-only';
import type { CompensateBody } from '../../contract/compensation';
import type { RunShape } from '../../contract/run';
import type { AgentDefinition } from '../../domain/agent';
import type { CompensationCause } from '../../domain/compensation';
import { RequestError } from '../../domain/errors';
import { type Actor, actorOf } from '../../domain/principal';
import type { RunState } from '../../domain/run-state';
import type { NewRun } from '../../ports/run-store';
import { planOf, type UndoableEffect } from '../../runtime/plan-compensation';
import { compensationRun } from '../../runtime/start-compensation';
import { spoken } from '../../runtime/stored-payload';
import { appendAudit } from '../../store/append-audit';
import { inTransaction } from '../../store/database';
import { readRun } from '../../store/read/read-run';
import { createCompensation } from '../../store/write/create-compensation';
import type { App } from '../app';
import { requireScope } from '../authorize';
import { readCompensation } from '../queries/read-compensation';
import { refuseWhileHalted } from '../queries/read-halt';
import { requireRun } from '../queries/read-run';
import type { CommandContext } from './command-context';
import { derivedId } from './derived-id';

export type CompensateRun = CompensateBody & { readonly runId: string };

/** @throws RequestError halted, not_found, invalid_request below /steps, conflict when it goes on, another is at it, or the plan is another by now. */
export async function compensateRun(context: CommandContext, wish: CompensateRun): Promise<RunShape> {
  const { app, principal, requestId, intent } = context;
  const { runId: of } = wish;
  requireScope(principal, 'runs:write');
  await refuseWhileHalted(app);
  const by = actorOf(principal);
  const reason = spoken(wish.reason, app.redactor);
  const id = intent === null ? null : derivedId(intent, principal, app.hash, 'compensation');
  const before = id === null ? null : await readRun(app.db, id);
  if (before !== null) return before; // the same intent made it, and its answer was lost
  const { state, effects, shape } = await readCompensation(app, of, wish.steps);
  if (shape.refusal !== null) throw new RequestError('conflict', shape.refusal);
  const taken = shape.effects.find((one) => shape.steps.includes(one.step) && one.undoneBy !== null);
  if (taken?.undoneBy) throw atIt(taken.undoneBy.runId, taken.state === 'undone');
  if (wish.planHash !== undefined && wish.planHash !== shape.planHash)
    throw new RequestError(
      'conflict',
      'What would be called is not what you were shown. Look at it again.',
      [],
      {
        planHash: shape.planHash,
      },
    );
  const run = await plannedRun(app, { state, effects, steps: shape.steps, by, cause: 'person', reason, id });
  const started = await inTransaction(app.db, 'compensate run', async (tx) => {
    const done = await createCompensation(tx, of, shape.steps, run);
    if (done.status !== 'created') return done;
    const entity = { kind: 'run', id: of } as const;
    const after = { compensation: run.runId, steps: shape.steps };
    await appendAudit(
      tx,
      { actor: by, action: 'run.compensate', entity, after, reason, requestId },
      app.hash,
    );
    return done;
  });
  if (started.status === 'not_ended') throw new RequestError('conflict', 'The run goes on by now.');
  if (started.status === 'busy') throw atIt(started.by, false);
  announce(app, of, run.runId);
  return requireRun(app, run.runId);
}

/** Says to whoever looks that there is a run to work on, and one to look at anew. */
export function announce({ hints }: Pick<App, 'hints'>, of: string, runId: string): void {
  hints.wake(runId);
  hints.publish([
    { topic: 'runs', id: runId },
    { topic: 'runs', id: of },
  ]);
}

type Planned = {
  readonly state: RunState;
  readonly effects: readonly UndoableEffect[];
  readonly steps: readonly number[];
  readonly by: Actor;
  readonly cause: CompensationCause;
  readonly reason: string;
  /** Made from the intent; a new one when null. */
  readonly id: string | null;
};

/** The run that undoes these steps, ready to be created in the transaction of what asks for it. */
export async function plannedRun(app: App, wish: Planned): Promise<NewRun> {
  const { state, effects, steps, by, cause, reason, id } = wish;
  const agent = await definitionOf(app, state);
  const { labels } = await requireRun(app, state.runId);
  const ids = id === null ? app.ids : { timeOrdered: () => id };
  const plan = planOf(effects, new Set(steps));
  return compensationRun({ state, agent, labels, by, cause, reason, ...plan }, { ...app, ids });
}

async function definitionOf(app: App, { agent, agentVersion }: RunState): Promise<AgentDefinition> {
  const found = await app.catalog.agentVersion(agent, agentVersion);
  if (found === null) throw new RequestError('not_found', `There is no version ${agentVersion} of ${agent}.`);
  return found.definition;
}

function atIt(runId: string, done: boolean): RequestError {
  return new RequestError(
    'conflict',
    done ? `It was undone by run ${runId}.` : `Run ${runId} is undoing it.`,
    [],
    { runId },
  );
}
