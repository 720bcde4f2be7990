// Isolates a breaker and resets it. The same again changes nothing: what stands keeps its name and reason.
import 'server-only';
import type { BreakerDetail } from '../../contract/breaker';
import { RequestError } from '../../domain/errors';
import { actorOf } from '../../domain/principal';
import { spoken } from '../../runtime/stored-payload';
import { appendAudit } from '../../store/append-audit';
import { inTransaction } from '../../store/database';
import { runsWaitingFor, type SetBreaker, setBreaker } from '../../store/write/set-breaker';
import { requireScope } from '../authorize';
import { readBreaker } from '../queries/read-breakers';
import type { CommandContext } from './command-context';

type Wish = { readonly key: string; readonly reason: string };
/** `epoch`: as it was shown to whoever resets it. */
type Reset = Wish & { readonly epoch?: number | undefined };

/** No call goes through, no probe either, until it is reset; every process obeys within a second. @throws RequestError not_found */
export function isolateBreaker(context: CommandContext, wish: Wish): Promise<BreakerDetail> {
  return change(context, wish, 'isolated');
}

/**
 * One that is open or isolated stands closed with an empty window; the runs that wait for it go on, also those that an earlier reset did not reach.
 * @throws RequestError not_found, conflict where somebody isolated it since it was shown.
 */
export function resetBreaker(context: CommandContext, wish: Reset): Promise<BreakerDetail> {
  return change(context, wish, 'closed');
}

async function change(
  { app, principal, requestId }: CommandContext,
  { key, epoch: seenEpoch, ...wish }: Reset,
  to: 'isolated' | 'closed',
): Promise<BreakerDetail> {
  requireScope(principal, 'breakers:write');
  await readBreaker(app, key);
  const actor = actorOf(principal);
  // People paste what they have at hand.
  const reason = spoken(wish.reason, app.redactor);
  const action = to === 'isolated' ? 'breaker.isolate' : 'breaker.reset';
  const done = await inTransaction(app.db, action, async (tx) => {
    const set = await setBreaker(tx, { key, to, by: actor, reason, seenEpoch });
    if (set.status !== 'set') return set;
    const entity = { kind: 'breaker', id: key } as const;
    const before = { state: set.before };
    await appendAudit(
      tx,
      { actor, action, entity, before, after: { state: to }, reason, requestId },
      app.hash,
    );
    return set;
  });
  if (done.status === 'isolated_since') throw isolatedSince(done);
  if (done.status === 'set') {
    app.breakerGate.forget(key);
    app.hints.publish([{ topic: 'breakers', id: key }]);
  }
  if (to === 'closed') await app.store.hasten(await runsWaitingFor(app.db.pool, key));
  return readBreaker(app, key);
}

function isolatedSince({ by, at, reason }: Extract<SetBreaker, { status: 'isolated_since' }>): RequestError {
  const since = at.toISOString();
  return new RequestError(
    'conflict',
    `${by.label} isolated it at ${since}: “${reason}”. It stays isolated until somebody who knows that resets it.`,
    [],
    { by, at: since, reason },
  );
}
