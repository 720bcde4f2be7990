// What people tell a run under way reaches it as an input, with the audit in the same transaction; then whoever owns it is woken.
import 'server-only';
import type { RunShape } from '../../contract/run';
import type { RunDetail } from '../../contract/run-cancel';
import type { AuditAction } from '../../domain/audit';
import { RequestError } from '../../domain/errors';
import { jsonValue } from '../../domain/json';
import { actorOf } from '../../domain/principal';
import { TERMINAL_RUN_STATUSES } from '../../domain/run';
import type { RunInput } from '../../domain/run-input';
import { spoken } from '../../runtime/stored-payload';
import { appendAudit } from '../../store/append-audit';
import { inTransaction } from '../../store/database';
import { addRunInput } from '../../store/write/add-run-input';
import { requireRun } from '../queries/read-run';
import type { CommandContext } from './command-context';

export type Telling = {
  readonly runId: string;
  readonly input: Exclude<
    RunInput,
    { type: 'decision' | 'signal' | 'late_answer' | 'bound_expired' | 'escalated' }
  >;
  readonly action: Extract<AuditAction, `run.${string}`>;
};

/** The same intent again adds nothing and answers the same. @throws RequestError not_found, conflict when the run has ended. */
export async function tellRun(
  { app, principal, requestId, intent, alongside }: CommandContext,
  { runId, input: said, action }: Telling,
): Promise<RunShape> {
  // Before it is kept anywhere: people paste what they have at hand.
  const input = { ...said, reason: spoken(said.reason, app.redactor) };
  const actor = actorOf(principal);
  // A key is scoped by route: the same one on another action, or used anew after its time, is another intent.
  const asked = intent === null ? requestId : `${intent.key}:${intent.startedAt}`;
  const dedupeKey = `request:${action}:${actor.kind}:${actor.id}:${asked}`;
  const outcome = await inTransaction(app.db, `add ${input.type}`, async (tx) => {
    const added = await addRunInput(tx, runId, input, dedupeKey);
    if (added.status !== 'added') return added.status;
    await alongside?.(tx);
    const after = input.type === 'resume' ? { limits: jsonValue.parse(input.limits) } : null;
    const { by, reason } = input;
    await appendAudit(
      tx,
      { actor: by, action, entity: { kind: 'run', id: runId }, after, reason, requestId },
      app.hash,
    );
    return added.status;
  });
  if (outcome === 'missing') throw new RequestError('not_found', 'There is no such run.');
  if (outcome === 'ended') throw hasEnded(await requireRun(app, runId));
  if (outcome === 'too_late')
    throw new RequestError(
      'conflict',
      'The run stood at its bound for too long and fails now. Its dead letter can be redriven, with raised bounds.',
    );
  app.hints.wake(runId);
  app.hints.publish([{ topic: 'runs', id: runId }]);
  return requireRun(app, runId);
}

/** @throws RequestError conflict where it has ended, or its end was asked for: that was the last word. */
export function requireOpen(run: RunDetail): void {
  if (TERMINAL_RUN_STATUSES.has(run.status)) throw hasEnded(run);
  if (run.cancel === null) return;
  const { by, reason, askedAt } = run.cancel;
  const message = `${by.label} cancelled the run at ${askedAt}: it ends when what is in flight has settled.`;
  throw new RequestError('conflict', message, [], { by, reason, askedAt });
}

function hasEnded({ status, finishedAt }: RunShape): RequestError {
  return new RequestError('conflict', `The run has ended: it ${VERBS[status]}.`, [], { status, finishedAt });
}

const VERBS: { readonly [S in RunShape['status']]: string } = {
  queued: 'is queued',
  running: 'runs',
  waiting: 'waits',
  succeeded: 'succeeded',
  failed: 'failed',
  cancelled: 'was cancelled',
};
