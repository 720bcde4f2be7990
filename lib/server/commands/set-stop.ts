// Stops everything or one agent, and lets it go on. The same again changes nothing: the standing stop keeps its name and reason.
import 'server-only';
import type { AgentPauseShape, HaltShape } from '../../contract/halt';
import type { AuditAction } from '../../domain/audit';
import { RequestError } from '../../domain/errors';
import { actorOf } from '../../domain/principal';
import { agentScope, GLOBAL_SCOPE, type StopScope } from '../../domain/stop';
import { spoken } from '../../runtime/stored-payload';
import { appendAudit } from '../../store/append-audit';
import { inTransaction } from '../../store/database';
import { readVersioned } from '../../store/read/read-versions';
import { liftStop, setStop } from '../../store/write/stops';
import { requireFreshProof } from '../auth/require-fresh-proof';
import { requireScope } from '../authorize';
import { readAgentPause, readHalt } from '../queries/read-halt';
import type { CommandContext } from './command-context';

type Wish = {
  readonly scope: StopScope;
  readonly act: 'set' | 'lift';
  readonly action: Extract<AuditAction, `halt.${string}` | 'agent.pause' | 'agent.resume'>;
  readonly entity: { readonly kind: 'halt' | 'agent'; readonly id: string };
  readonly reason: string | null;
};

/** From the answer on no run is started and no try is sent, but one that was audited before the halt; the answer says whether all workers obey already. */
export async function setHalt(context: CommandContext, { reason }: { reason: string }): Promise<HaltShape> {
  requireScope(context.principal, 'runs:write');
  await change(context, { ...HALT, act: 'set', action: 'halt.set', reason });
  return readHalt(context.app);
}

export async function liftHalt(
  context: CommandContext,
  { reason }: { reason: string | null },
): Promise<HaltShape> {
  requireScope(context.principal, 'runs:write');
  await requireFreshProof(context, 'halt.lift');
  await change(context, { ...HALT, act: 'lift', action: 'halt.lift', reason });
  return readHalt(context.app);
}

export type PauseAgent = { readonly name: string; readonly reason: string };

/** @throws RequestError not_found */
export function pauseAgent(context: CommandContext, wish: PauseAgent): Promise<AgentPauseShape> {
  return changeAgent(context, wish, 'set');
}

/** A run that was paused itself stays paused. @throws RequestError not_found */
export function resumeAgent(context: CommandContext, wish: PauseAgent): Promise<AgentPauseShape> {
  return changeAgent(context, wish, 'lift');
}

const HALT = { scope: GLOBAL_SCOPE, entity: { kind: 'halt', id: GLOBAL_SCOPE } } as const;

async function changeAgent(context: CommandContext, { name, reason }: PauseAgent, act: Wish['act']) {
  requireScope(context.principal, 'runs:write');
  if ((await readVersioned(context.app.db, 'agent', name)) === null)
    throw new RequestError('not_found', `There is no agent ${name}.`);
  const action = act === 'set' ? 'agent.pause' : 'agent.resume';
  await change(context, {
    scope: agentScope(name),
    entity: { kind: 'agent', id: name },
    act,
    action,
    reason,
  });
  return readAgentPause(context.app, name);
}

async function change({ app, principal, requestId }: CommandContext, wish: Wish): Promise<void> {
  const actor = actorOf(principal);
  const { scope, act, action, entity } = wish;
  // People paste what they have at hand.
  const reason = wish.reason === null ? null : spoken(wish.reason, app.redactor);
  const changed = await inTransaction(app.db, action, async (tx) => {
    const done =
      act === 'set'
        ? await setStop(tx, scope, actor, reason ?? '')
        : await liftStop(tx, scope, actor, reason);
    if (done) await appendAudit(tx, { actor, action, entity, reason, requestId }, app.hash);
    return done;
  });
  if (!changed) return;
  app.hints.publish([{ topic: 'stops', id: scope }]);
}
