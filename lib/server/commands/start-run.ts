// Starts a run: input judged by the agent's schema before a run exists, created once per intent, woken at once.
import 'server-only';
import type { RunShape, StartRunBody } from '../../contract/run';
import type { AgentVersion } from '../../domain/agent';
import { RequestError } from '../../domain/errors';
import { actorOf } from '../../domain/principal';
import { startRun as prepareRun, secretsSeenIn } from '../../runtime/start-run';
import { readVersioned } from '../../store/read/read-versions';
import type { App } from '../app';
import { requireScope } from '../authorize';
import { refuseWhileShedding } from '../queries/queue-age';
import { refuseWhileHalted } from '../queries/read-halt';
import { requireRun } from '../queries/read-run';
import { archivedAgent } from './archive-agent';
import type { CommandContext } from './command-context';
import { derivedId } from './derived-id';
import { tellSecretsSeen } from './tell-secrets-seen';

/** @throws RequestError halted, shedding, not_found (agent, version), conflict (archived), invalid_request with a path below /input or /limits. */
export async function startRun(context: CommandContext, body: StartRunBody): Promise<RunShape> {
  const { app, principal, intent } = context;
  requireScope(principal, 'runs:write');
  await refuseWhileHalted(app);
  const agent = await requireAgent(app, body.agent, body.version);
  const startedBy = actorOf(principal);
  const ids =
    intent === null ? app.ids : { timeOrdered: () => derivedId(intent, principal, app.hash, 'run') };
  const kind = principal.kind === 'user' ? 'form' : 'api';
  const run = prepareRun(
    {
      agent,
      input: body.input,
      labels: { ...agent.definition.labels, ...body.labels },
      limits: body.limits ?? {},
      deadlineMs: body.deadlineMs,
      thread: body.thread,
      trigger: { kind, by: startedBy.label },
      startedBy,
      inputTrust: body.inputTrust ?? 'trusted',
    },
    { ...app, ids },
  );
  await refuseWhileShedding(app, { agent: agent.name, kind, runId: run.runId });
  await tellSecretsSeen(app, {
    where: 'input',
    secrets: secretsSeenIn({ ...body, labels: body.labels ?? {} }, app),
    agent: agent.name,
    runId: run.runId,
    step: null,
  });
  // False: the same intent created it before and its answer was lost.
  await app.store.createRun(run);
  app.hints.wake(run.runId);
  app.hints.publish([{ topic: 'runs', id: run.runId }]);
  return requireRun(app, run.runId);
}

async function requireAgent(app: App, name: string, version: number | undefined): Promise<AgentVersion> {
  const head = await readVersioned(app.db, 'agent', name);
  if (head === null) throw new RequestError('not_found', `There is no agent ${name}.`);
  const { shape } = head;
  if (shape.archivedAt !== null) throw archivedAgent(name);
  if (version === undefined) return { name, version: shape.version, definition: shape.definition };
  const found = await app.catalog.agentVersion(name, version);
  if (found === null)
    throw new RequestError('not_found', `There is no version ${version} of an agent ${name}.`);
  return found;
}
