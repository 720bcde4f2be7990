// Takes in an event from outside: kept, audited and given to who waits for it in one transaction, then that run is woken.
import 'server-only';
import type { SendSignalBody, SignalShape } from '../../contract/signal';
import { canonicalJson } from '../../domain/canonical-json';
import { RequestError } from '../../domain/errors';
import { EVENT_KEPT_MS } from '../../domain/event-wait';
import { actorOf } from '../../domain/principal';
import { spoken } from '../../runtime/stored-payload';
import { appendAudit } from '../../store/append-audit';
import { inTransaction } from '../../store/database';
import { type SentEvent, sendEvent } from '../../store/events/send-event';
import type { Transaction } from '../../store/prisma';
import { requireScope } from '../authorize';
import type { CommandContext } from './command-context';
import { derivedId } from './derived-id';
import { tellSecretsSeen } from './tell-secrets-seen';

/** A model reads it whole. */
const MOST_PAYLOAD_BYTES = 256 * 1024;

export type SendSignal = {
  /** Only this run may take it; null: the oldest wait on the key. */
  readonly runId: string | null;
  readonly body: SendSignalBody;
};

/** The same intent again keeps nothing and answers what became of the event. @throws RequestError too_large, not_found, conflict when the run has ended. */
export async function sendSignal(context: CommandContext, { runId, body }: SendSignal): Promise<SignalShape> {
  const { app, principal, requestId, intent } = context;
  requireScope(principal, 'signals:write');
  const { correlationKey, reason } = body;
  // Before it is kept anywhere: what outsiders send may hold what somebody pasted.
  const payload = spoken(body.payload, app.redactor);
  if (Buffer.byteLength(canonicalJson(payload)) > MOST_PAYLOAD_BYTES)
    throw new RequestError('too_large', `An event holds at most ${MOST_PAYLOAD_BYTES / 1024} KiB.`);
  const id = intent === null ? app.ids.timeOrdered() : derivedId(intent, principal, app.hash, 'signal');
  const by = actorOf(principal);
  const sent = await inTransaction(app.db, 'send event', async (tx): Promise<SentEvent> => {
    const event = { id, correlationKey, runId, payload, by, keptMs: EVENT_KEPT_MS };
    const answer = await sendEvent(tx, event);
    if (!answer.isNew) return answer;
    // Read after the event found nobody: a run that ended has closed its waits.
    if (runId !== null && answer.takenBy === null) await refuseEnded(tx, runId);
    const taker = answer.takenBy?.runId ?? runId;
    await appendAudit(
      tx,
      {
        actor: by,
        action: 'signal.send',
        entity: taker === null ? { kind: 'signal', id: correlationKey } : { kind: 'run', id: taker },
        after: { id, correlationKey, step: answer.takenBy?.step ?? null },
        reason: reason === undefined ? null : spoken(reason, app.redactor),
        requestId,
      },
      app.hash,
    );
    return answer;
  });
  const secrets = app.redactor.namesIn(body.payload);
  if (secrets.length > 0) {
    const taker = sent.takenBy?.runId ?? runId;
    const agent =
      taker === null ? null : ((await app.db.prisma.run.findUnique({ where: { id: taker } }))?.agent ?? null);
    const step = sent.takenBy?.step ?? null;
    await tellSecretsSeen(app, { where: 'event', secrets, agent, runId: taker, step });
  }
  // An event that was kept before it goes first: whoever it is for is given that one, and the next may have this.
  const others = sent.takenBy === null ? await app.store.matchEvents([correlationKey]) : [];
  for (const one of new Set([...(sent.takenBy === null ? [] : [sent.takenBy.runId]), ...others])) {
    app.hints.wake(one);
    app.hints.publish([{ topic: 'runs', id: one }]);
  }
  const { takenBy, receivedAt, expiresAt } = sent;
  return {
    id,
    correlationKey,
    receivedAt: receivedAt.toISOString(),
    takenBy,
    keptUntil: expiresAt.toISOString(),
  };
}

async function refuseEnded(tx: Transaction, runId: string): Promise<void> {
  const run = await tx.run.findUnique({ where: { id: runId }, select: { finishedAt: true } });
  if (run === null) throw new RequestError('not_found', 'There is no such run.');
  if (run.finishedAt !== null) throw new RequestError('conflict', 'The run has ended: it waits for nothing.');
}
