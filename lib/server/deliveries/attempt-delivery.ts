// One attempt at one delivery: the bytes that the first one made, sent in the way of its receiver, and settled by how that went.
import 'server-only';
import { CodedError, StoreUnavailableError } from '../../domain/errors';
import { type BackoffPolicy, fullJitterMs } from '../../resilience/backoff';
import { type ClaimedDelivery, keepBody } from '../../store/deliveries/claim-deliveries';
import { settleDelivered, settleDropped, settleFailed } from '../../store/deliveries/settle-delivery';
import { callbackBody } from './callback-body';
import { channelBody } from './channel-body';
import type { DelivererParts, Sent } from './deliverer-parts';
import { noLongerTrue } from './no-longer-true';
import { sendToCallback } from './send-to-callback';
import { sendToChannel } from './send-to-channel';

/** First tries within seconds, then up to every half hour, until the delivery gives up after 24 hours. */
const BACKOFF: BackoffPolicy = { baseMs: 5_000, capMs: 1_800_000 };
const LEAST_WAIT_MS = 1_000;
/** What a receiver asks for with Retry-After is granted up to here. */
const MOST_ASKED_WAIT_MS = 3_600_000;
const LONGEST_ERROR = 500;

/** @throws StoreUnavailableError: nothing is settled, and it is sent again when its lease has run out. */
export async function attemptDelivery(parts: DelivererParts, delivery: ClaimedDelivery): Promise<void> {
  const { db, changes } = parts;
  const gone = delivery.kind === 'channel' ? await noLongerTrue(parts, delivery) : null;
  if (gone !== null) return settleDropped(db.pool, delivery, gone);
  const sent = await send(parts, delivery);
  const words = sent.words === null ? null : shortened(parts.redactor.redactText(sent.words));
  if (!sent.accepted) return failed(parts, delivery, { ...sent, words });
  const resolved = await settleDelivered(db.pool, delivery, { ...sent, note: words });
  changes.publish(resolved.map((id) => ({ topic: 'alerts' as const, id })));
}

async function send(parts: DelivererParts, delivery: ClaimedDelivery): Promise<Sent> {
  try {
    const body = delivery.body ?? (await firstBody(parts, delivery));
    return delivery.kind === 'callback'
      ? await sendToCallback(parts, delivery, body)
      : await sendToChannel(parts, delivery, body);
  } catch (error) {
    if (error instanceof StoreUnavailableError) throw error;
    if (!(error instanceof CodedError)) parts.logger.error('a delivery could not be prepared', { error });
    const words = error instanceof CodedError ? error.message : 'It could not be prepared; the log has it.';
    return { accepted: false, status: null, words, retryAfterMs: null, final: false, told: null, owed: null };
  }
}

async function firstBody(parts: DelivererParts, delivery: ClaimedDelivery): Promise<Uint8Array> {
  const body =
    delivery.kind === 'callback' ? await callbackBody(parts, delivery) : await channelBody(parts, delivery);
  if (body === null) throw new CodedError('subject_gone', 'fatal', 'What it tells of is not there any more.');
  return keepBody(parts.db.pool, delivery.id, body);
}

async function failed(parts: DelivererParts, delivery: ClaimedDelivery, sent: Sent): Promise<void> {
  const { db, random, logger, ids, changes } = parts;
  const { status, retryAfterMs, final, told, owed } = sent;
  const jitterMs = fullJitterMs(delivery.attempts, BACKOFF, random.next());
  const waitMs = Math.max(LEAST_WAIT_MS, Math.min(retryAfterMs ?? 0, MOST_ASKED_WAIT_MS) + jitterMs);
  const error = sent.words ?? 'It was not taken.';
  const outcome = await settleFailed(db.pool, delivery, { status, error, waitMs, final, told, owed }, () =>
    ids.timeOrdered(),
  );
  changes.publish(outcome.alertIds.map((id) => ({ topic: 'alerts' as const, id })));
  if (!outcome.givenUp) return;
  const { receiver, eventId: event } = delivery;
  logger.warn('a delivery was given up', { receiver, event, error });
}

function shortened(words: string): string {
  return words.length > LONGEST_ERROR ? `${words.slice(0, LONGEST_ERROR - 1)}…` : words;
}
