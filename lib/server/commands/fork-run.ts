// Forks a run from a step: what is changed is judged before the fork exists, and whoever forks live has to name what was done and is not undone.
import 'server-only';
import type { ForkRunBody, ForkShape } from '../../contract/fork';
import type { RunShape } from '../../contract/run';
import { RequestError } from '../../domain/errors';
import { dryRunId, type ForkChanges } from '../../domain/fork';
import type { JsonObject } from '../../domain/json';
import { actorOf } from '../../domain/principal';
import { foldJournal } from '../../runtime/fold';
import { forkRun as prepareFork } from '../../runtime/start-fork';
import { findStep } from '../../runtime/step-access';
import { spoken } from '../../runtime/stored-payload';
import { appendAudit } from '../../store/append-audit';
import { inTransaction } from '../../store/database';
import { readPolicyVersion } from '../../store/read/read-policies';
import { readRun } from '../../store/read/read-run';
import { readVersioned } from '../../store/read/read-versions';
import { insertRun } from '../../store/write/create-compensation';
import type { App } from '../app';
import { requireScope } from '../authorize';
import { type DoneSteps, doneSteps } from '../queries/read-forks';
import { refuseWhileHalted } from '../queries/read-halt';
import { requireRun } from '../queries/read-run';
import { archivedAgent } from './archive-agent';
import type { CommandContext } from './command-context';
import { announce } from './compensate-run';
import { derivedId } from './derived-id';

/**
 * @throws RequestError halted; not_found (run, step); invalid_request below /changes or /modelCalls; conflict where it can't be forked there, it is dry or its
 * agent archived (live), or `notUndone` is not what was done and not undone: the data says what was.
 */
export async function forkRun(context: CommandContext, runId: string, body: ForkRunBody): Promise<ForkShape> {
  const { app, principal, requestId, intent } = context;
  requireScope(principal, 'runs:write');
  await refuseWhileHalted(app);
  const { fromStep, mode, modelCalls = 'live', changes = {} } = body;
  const ownId = intent === null ? null : derivedId(intent, principal, app.hash, 'fork');
  const id = ownId !== null && mode === 'dry' ? dryRunId(ownId) : ownId;
  const before = id === null ? null : await readRun(app.db, id);
  if (before !== null) return answerOf(before, mode); // the same intent made it, and its answer was lost
  const origin = await requireRun(app, runId);
  const rows = await app.store.loadJournal(runId);
  await requireKnown(app, origin, changes);
  const by = actorOf(principal);
  const ids = ownId === null ? app.ids : { timeOrdered: () => ownId };
  const run = prepareFork(
    { rows, thread: origin.thread, fromStep, mode, modelCalls, changes, by },
    { ...app, ids },
  );
  await requireFittingArguments(app, foldJournal(rows), fromStep, changes);
  if (mode === 'live') {
    if ((await readVersioned(app.db, 'agent', origin.agent))?.shape.archivedAt !== null)
      throw archivedAgent(origin.agent);
    requireNamed(await doneSteps(app, rows, fromStep), body.notUndone);
  }
  const reason = body.reason === undefined ? null : spoken(body.reason, app.redactor);
  await inTransaction(app.db, 'fork run', async (tx) => {
    await insertRun(tx, run);
    const entity = { kind: 'run', id: runId } as const;
    const after = {
      fork: run.runId,
      mode,
      modelCalls,
      fromStep,
      changes: spoken({ ...changes } as JsonObject, app.redactor),
    };
    await appendAudit(tx, { actor: by, action: 'run.fork', entity, after, reason, requestId }, app.hash);
  });
  announce(app, runId, run.runId);
  return answerOf(await requireRun(app, run.runId), mode);
}

const answerOf = (run: RunShape, mode: ForkRunBody['mode']): ForkShape => ({
  ...run,
  wouldHaveDone: mode === 'dry' ? [] : null,
});

async function requireKnown(app: App, { agent }: RunShape, changes: ForkChanges): Promise<void> {
  const { version, model, policyVersion } = changes;
  const problems = [
    ...(version !== undefined && (await app.catalog.agentVersion(agent, version)) === null
      ? [{ path: '/changes/version', message: `there is no version ${version} of ${agent}` }]
      : []),
    ...(model !== undefined && (await app.catalog.model(model)) === null
      ? [{ path: '/changes/model', message: `there is no model ${model}` }]
      : []),
    ...(policyVersion !== undefined && (await readPolicyVersion(app.db, policyVersion)) === null
      ? [{ path: '/changes/policyVersion', message: `there is no version ${policyVersion} of the policy` }]
      : []),
  ];
  if (problems.length > 0)
    throw new RequestError('invalid_request', 'What is to be changed to is not there.', problems);
}

/** As a model's own are, by the tool as it is now. */
async function requireFittingArguments(
  { catalog, schemas }: App,
  state: ReturnType<typeof foldJournal>,
  fromStep: number,
  { arguments: args }: ForkChanges,
): Promise<void> {
  const step = findStep(state, fromStep);
  if (args === undefined || step?.kind !== 'tool') return;
  const tool = await catalog.tool(step.tool);
  if (tool === null) throw new RequestError('conflict', `There is no tool ${step.tool} any more.`);
  const problems = schemas.validate(tool.definition.inputSchema, args).map(({ path, message }) => ({
    path: `/changes/arguments${path === '/' ? '' : path}`,
    message,
  }));
  if (problems.length > 0)
    throw new RequestError('invalid_request', `The arguments do not fit ${tool.name}.`, problems);
}

function requireNamed({ before, again }: DoneSteps, named: readonly number[] = []): void {
  const steps = [...before, ...again].map(({ step }) => step);
  if (steps.length === named.length && steps.every((step) => named.includes(step))) return;
  throw new RequestError(
    'conflict',
    'A live fork undoes nothing that this run did, and may do again what was done from its first step on. Name each of these steps in notUndone.',
    [],
    { notUndone: steps, doneAgain: again.map(({ step }) => step) },
  );
}
