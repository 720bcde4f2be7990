// Sends a failed run on, or leaves it failed for good; of two who act at once the second is told.
import 'server-only';
import type { DeadLetterShape } from '../../contract/dead-letter';
import type { RunShape } from '../../contract/run';
import { RequestError } from '../../domain/errors';
import { jsonValue } from '../../domain/json';
import { actorOf } from '../../domain/principal';
import type { RaisedLimits } from '../../domain/run';
import { spoken } from '../../runtime/stored-payload';
import { appendAudit } from '../../store/append-audit';
import { inTransaction } from '../../store/database';
import { listDeadLetters } from '../../store/read/dead-letters';
import {
  discardRun as discard,
  redriveRun as redrive,
  type Settled,
} from '../../store/write/settle-dead-letter';
import type { App } from '../app';
import { requireScope } from '../authorize';
import { summaryOf } from '../http/parse-input';
import { requireDeadLetter } from '../queries/dead-letters';
import { requireRun } from '../queries/read-run';
import type { CommandContext } from './command-context';
import { loweredLimits } from './lowered-limits';

export type RedriveRun = {
  readonly runId: string;
  readonly reason: string;
  readonly limits?: RaisedLimits | undefined;
  /** Only this failure is meant; the last one where nobody looked. */
  readonly letterId?: string | undefined;
};

/**
 * The same run goes on: what succeeded is kept, what failed is taken up anew, what may have happened is asked about. The same intent again sends it
 * on once. @throws RequestError not_found, invalid_request for a bound that is lowered, conflict when it did not fail, goes on already or was
 * discarded.
 */
export async function redriveRun(
  context: CommandContext,
  { runId, reason: said, limits = {}, letterId }: RedriveRun,
): Promise<RunShape> {
  const { app, principal, requestId, intent, alongside } = context;
  requireScope(principal, 'runs:write');
  const by = actorOf(principal);
  const lowered = loweredLimits(limits, (await requireRun(app, runId)).limits);
  if (lowered.length > 0) throw new RequestError('invalid_request', summaryOf(lowered), lowered);
  const reason = spoken(said, app.redactor);
  const asked = intent === null ? requestId : `${intent.key}:${intent.startedAt}`;
  const dedupeKey = `request:run.redrive:${by.kind}:${by.id}:${asked}`;
  const settled = await inTransaction(app.db, 'redrive run', async (tx) => {
    const input = { type: 'redrive', by, reason, limits } as const;
    const done = await redrive(tx, { runId, letterId, input, dedupeKey });
    if (done.status !== 'settled') return done;
    await alongside?.(tx);
    const entity = { kind: 'run', id: runId } as const;
    const after = { deadLetter: done.letterId, limits: jsonValue.parse(limits) };
    await appendAudit(tx, { actor: by, action: 'run.redrive', entity, after, reason, requestId }, app.hash);
    return done;
  });
  if (settled.status !== 'duplicate') await announce(app, runId, settled);
  app.hints.wake(runId);
  return requireRun(app, runId);
}

/** @throws RequestError not_found, conflict when somebody dealt with it already. */
export async function redriveDeadLetter(
  context: CommandContext,
  { id, ...wish }: { readonly id: string } & Omit<RedriveRun, 'runId'>,
): Promise<DeadLetterShape> {
  requireScope(context.principal, 'runs:write');
  const { runId } = await requireDeadLetter(context.app, id);
  await requireLastLetter(context.app, id, runId);
  await redriveRun(context, { runId, letterId: id, ...wish });
  return requireDeadLetter(context.app, id);
}

/** @throws RequestError not_found, conflict when somebody dealt with it already. */
export async function discardDeadLetter(
  context: CommandContext,
  { id, reason }: { readonly id: string; readonly reason: string },
): Promise<DeadLetterShape> {
  requireScope(context.principal, 'runs:write');
  const { runId } = await requireDeadLetter(context.app, id);
  await requireLastLetter(context.app, id, runId);
  await discardRun(context, { runId, letterId: id, reason });
  return requireDeadLetter(context.app, id);
}

export type DiscardRun = {
  readonly runId: string;
  readonly reason: string;
  /** A failure that came after this instant is not meant. */
  readonly seenAt?: string | undefined;
  /** Only this failure is meant. */
  readonly letterId?: string | undefined;
};

/** @throws RequestError not_found, conflict when it did not fail, somebody dealt with it already, or it failed anew since it was seen. */
export async function discardRun(
  { app, principal, requestId, alongside }: CommandContext,
  { runId, reason: said, seenAt, letterId }: DiscardRun,
): Promise<void> {
  requireScope(principal, 'runs:write');
  const by = actorOf(principal);
  const reason = spoken(said, app.redactor);
  const settled = await inTransaction(app.db, 'discard dead letter', async (tx) => {
    const done = await discard(tx, { runId, by, reason, seenAt, letterId });
    if (done.status !== 'settled') return done;
    await alongside?.(tx);
    const entity = { kind: 'run', id: runId } as const;
    const after = { deadLetter: done.letterId };
    await appendAudit(tx, { actor: by, action: 'run.discard', entity, after, reason, requestId }, app.hash);
    return done;
  });
  await announce(app, runId, settled);
}

async function announce(app: App, runId: string, settled: Settled): Promise<void> {
  if (settled.status === 'missing') throw new RequestError('not_found', 'There is no such run.');
  if (settled.status === 'not_failed') {
    const last = await lastLetter(app, runId);
    if (last?.state === 'redriven') throw dealtWith(last);
    const { status } = await requireRun(app, runId);
    throw new RequestError('conflict', `Only a failed run can be dealt with so; this one is ${status}.`, [], {
      status,
    });
  }
  if (settled.status === 'compensated')
    throw new RequestError(
      'conflict',
      `What this run did is undone by run ${settled.by}, so it can't go on. Start a new run, or discard the letter.`,
      [],
      { runId: settled.by },
    );
  if (settled.status === 'closed') throw dealtWith(await lastLetter(app, runId));
  if (settled.status !== 'settled') return;
  app.hints.publish([
    { topic: 'runs', id: runId },
    { topic: 'dead_letters', id: settled.letterId },
  ]);
}

/** An older letter of a run that failed again is history. */
async function requireLastLetter(app: App, id: string, runId: string): Promise<void> {
  const last = await lastLetter(app, runId);
  if (last?.id !== id) throw dealtWith(await requireDeadLetter(app, id));
}

async function lastLetter(app: App, runId: string): Promise<DeadLetterShape | null> {
  const { items } = await listDeadLetters(app.db, { run: runId, limit: 1 });
  return items[0] ?? null;
}

function dealtWith(letter: DeadLetterShape | null): RequestError {
  if (letter?.state === 'open')
    return new RequestError('conflict', `It failed again at ${letter.failedAt}, after this was asked for.`);
  const { state, settledBy, settledAt, reason } = letter ?? {
    state: 'open',
    settledBy: null,
    settledAt: null,
    reason: null,
  };
  const who = settledBy === null ? '' : ` by ${settledBy.label} at ${settledAt}: ${reason}`;
  return new RequestError('conflict', `It was ${state}${who}`, [], { state, settledBy, settledAt, reason });
}
