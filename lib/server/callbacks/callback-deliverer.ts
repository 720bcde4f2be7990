// Sends what the outbox holds, at least once: claims under a lease, a few of each callback at once, and says how it went.
import 'server-only';
import { sendCallback } from '../../adapters/callbacks/callback-client';
import type { EgressClient } from '../../adapters/egress/egress-client';
import type { VaultSecretReader } from '../../adapters/secrets/vault-secret-reader';
import { CodedError, StoreUnavailableError } from '../../domain/errors';
import type { Clock, Random } from '../../ports/clock';
import type { Logger } from '../../ports/logger';
import { type BackoffPolicy, fullJitterMs } from '../../resilience/backoff';
import { Bell } from '../../runtime/bell';
import { STORE_BACKOFF } from '../../runtime/runtime-constants';
import { type ClaimedDelivery, claimDeliveries, keepBody } from '../../store/deliveries/claim-deliveries';
import { settleDelivered, settleFailed } from '../../store/deliveries/settle-delivery';
import { tellExpiring } from '../../store/deliveries/tell-expiring';
import { type EventParts, eventBody } from './event-body';

export type DelivererParts = EventParts & {
  readonly secrets: Pick<VaultSecretReader, 'readLatest'>;
  readonly egress: EgressClient;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
};

const POLL_MS = 1_000;
const EXPIRING_EVERY_MS = 10_000;
/** One receiver that hangs holds so many of our connections at the most, twice over while a claim is under way. */
const PER_CALLBACK = 4;
const MOST_AT_ONCE = 64;
/** Longer than an attempt may take; what a killed process had in hand is sent again after it. */
const LEASE_MS = 30_000;
/** First tries within seconds, then up to every half hour, until the delivery gives up after 24 hours. */
const BACKOFF: BackoffPolicy = { baseMs: 5_000, capMs: 1_800_000 };
const LEAST_WAIT_MS = 1_000;
/** What a receiver asks for with Retry-After is granted up to here. */
const MOST_ASKED_WAIT_MS = 3_600_000;
const LONGEST_ERROR = 500;

export class CallbackDeliverer {
  readonly #ended = new AbortController();
  readonly #news = new Bell();
  readonly #inFlight = new Map<string, number>();
  readonly #sending = new Set<Promise<void>>();
  #loop: Promise<void> | null = null;

  constructor(private readonly parts: DelivererParts) {}

  start(): void {
    this.#loop ??= this.#run();
  }

  /** Claims nothing more and waits for what is being sent, which the client bounds. A second call waits too. */
  async stop(): Promise<void> {
    this.#ended.abort();
    this.#news.ring();
    await this.#loop;
    await Promise.all(this.#sending);
  }

  async #run(): Promise<void> {
    const { clock, random, logger, db } = this.parts;
    let [failures, toldAtMs] = [0, Number.NEGATIVE_INFINITY];
    while (!this.#ended.signal.aborted) {
      let more = false;
      try {
        if (clock.monotonicMs() - toldAtMs >= EXPIRING_EVERY_MS) {
          await tellExpiring(db.pool);
          toldAtMs = clock.monotonicMs();
        }
        more = await this.#claim();
        failures = 0;
      } catch (error) {
        failures += 1;
        if (failures === 1) logger.warn('callbacks can not be looked up; it goes on by itself', { error });
      }
      const waitMs =
        failures === 0 ? POLL_MS : POLL_MS + fullJitterMs(failures, STORE_BACKOFF, random.next());
      if (!more && !this.#ended.signal.aborted) await this.#news.wait(clock, waitMs);
    }
  }

  /** @returns whether there may be more that could be sent at once. */
  async #claim(): Promise<boolean> {
    const room = MOST_AT_ONCE - this.#sending.size;
    if (room <= 0) return false;
    const busy = [...this.#inFlight].filter(([, count]) => count >= PER_CALLBACK).map(([name]) => name);
    const claimed = await claimDeliveries(this.parts.db.pool, {
      perCallback: PER_CALLBACK,
      most: room,
      busy,
      leaseMs: LEASE_MS,
    });
    for (const delivery of claimed) {
      this.#count(delivery.callback, 1);
      const sending = this.#deliver(delivery).finally(() => {
        this.#count(delivery.callback, -1);
        this.#sending.delete(sending);
        this.#news.ring(); // there is room again for this callback
      });
      this.#sending.add(sending);
    }
    return claimed.length >= PER_CALLBACK;
  }

  #count(callback: string, change: 1 | -1): void {
    const count = (this.#inFlight.get(callback) ?? 0) + change;
    if (count === 0) this.#inFlight.delete(callback);
    else this.#inFlight.set(callback, count);
  }

  /** Never rejects. Where the database does not hear how it went, the lease runs out and it is sent again. */
  async #deliver(delivery: ClaimedDelivery): Promise<void> {
    const { logger } = this.parts;
    try {
      await this.#attempt(delivery);
    } catch (error) {
      logger.warn('a callback could not be settled; it is sent again', {
        callback: delivery.callback,
        error,
      });
    }
  }

  async #attempt(delivery: ClaimedDelivery): Promise<void> {
    const { db, secrets, egress, clock, redactor, logger } = this.parts;
    try {
      const body = delivery.body ?? (await this.#firstBody(delivery));
      const values = await secrets.readLatest(delivery.secretRef);
      const { url, eventId, callback, runId } = delivery;
      const asker = runId === null ? undefined : { runId, step: null };
      const caller = { kind: 'callback', name: callback, asker } as const;
      const request = { caller, url, eventId, body, secrets: values, nowMs: clock.now() };
      const { status, retryAfterMs } = await sendCallback(egress, request, new AbortController().signal);
      if (status >= 200 && status < 300) return await settleDelivered(db.pool, delivery, status);
      await this.#failed(delivery, status, `The receiver answered ${status}.`, retryAfterMs ?? 0);
    } catch (error) {
      if (error instanceof StoreUnavailableError) throw error;
      if (!(error instanceof CodedError)) logger.error('a callback could not be prepared', { error });
      const why = error instanceof CodedError ? error.message : 'It could not be prepared; the log has it.';
      await this.#failed(delivery, null, redactor.redactText(why), 0);
    }
  }

  async #firstBody(delivery: ClaimedDelivery): Promise<Uint8Array> {
    const body = await eventBody(this.parts, delivery);
    if (body === null)
      throw new CodedError('subject_gone', 'fatal', 'What it tells of is not there any more.');
    return keepBody(this.parts.db.pool, delivery.id, body);
  }

  async #failed(
    delivery: ClaimedDelivery,
    status: number | null,
    error: string,
    askedMs: number,
  ): Promise<void> {
    const { db, random, logger } = this.parts;
    const jitterMs = fullJitterMs(delivery.attempts, BACKOFF, random.next());
    const waitMs = Math.max(LEAST_WAIT_MS, Math.min(askedMs, MOST_ASKED_WAIT_MS) + jitterMs);
    const failed = { status, error: error.slice(0, LONGEST_ERROR), waitMs };
    if (await settleFailed(db.pool, delivery, failed))
      logger.warn('a callback was given up', { callback: delivery.callback, event: delivery.eventId, error });
  }
}
