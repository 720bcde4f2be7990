// Sends what the outbox holds, at least once: claims under a lease, a few of each receiver at once, each attempt for itself.
import 'server-only';
import { fullJitterMs } from '../../resilience/backoff';
import { Bell } from '../../runtime/bell';
import { STORE_BACKOFF } from '../../runtime/runtime-constants';
import { type ClaimedDelivery, claimDeliveries } from '../../store/deliveries/claim-deliveries';
import { quietReceivers } from '../../store/deliveries/quiet-receivers';
import { tellExpiring } from '../../store/deliveries/tell-expiring';
import { attemptDelivery } from './attempt-delivery';
import type { DelivererParts } from './deliverer-parts';

const POLL_MS = 1_000;
const EXPIRING_EVERY_MS = 10_000;
/** One receiver that hangs holds so many of our connections at the most, twice over while a claim is under way. */
const PER_RECEIVER = 4;
const MOST_AT_ONCE = 64;
/** Longer than an attempt may take; what a killed process had in hand is sent again after it. */
const LEASE_MS = 30_000;

export class Deliverer {
  readonly #ended = new AbortController();
  readonly #news = new Bell();
  readonly #inFlight = new Map<string, number>();
  readonly #sending = new Set<Promise<void>>();
  #loop: Promise<void> | null = null;

  constructor(readonly parts: DelivererParts) {}

  start(): void {
    this.#loop ??= this.#run();
  }

  /** Claims nothing more and waits for what is being sent, which the clients bound. A second call waits too. */
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
        if (failures === 1) logger.warn('deliveries can not be looked up; it goes on by itself', { error });
      }
      const waitMs =
        failures === 0 ? POLL_MS : POLL_MS + fullJitterMs(failures, STORE_BACKOFF, random.next());
      if (!more && !this.#ended.signal.aborted) await this.#news.wait(clock, waitMs);
    }
  }

  /** @returns whether there may be more that could be sent at once. */
  async #claim(): Promise<boolean> {
    const { db, clock } = this.parts;
    const room = MOST_AT_ONCE - this.#sending.size;
    if (room <= 0) return false;
    const busy = [...this.#inFlight].filter(([, count]) => count >= PER_RECEIVER).map(([name]) => name);
    const claimed = await claimDeliveries(db.pool, {
      perReceiver: PER_RECEIVER,
      most: room,
      busy,
      ...(await quietReceivers(db.pool, clock.now())),
      leaseMs: LEASE_MS,
    });
    for (const delivery of claimed) {
      this.#count(delivery.receiver, 1);
      const sending = this.#deliver(delivery).finally(() => {
        this.#count(delivery.receiver, -1);
        this.#sending.delete(sending);
        this.#news.ring(); // there is room again for this receiver
      });
      this.#sending.add(sending);
    }
    return claimed.length >= PER_RECEIVER;
  }

  #count(receiver: string, change: 1 | -1): void {
    const count = (this.#inFlight.get(receiver) ?? 0) + change;
    if (count === 0) this.#inFlight.delete(receiver);
    else this.#inFlight.set(receiver, count);
  }

  /** Never rejects. Where the database does not hear how it went, the lease runs out and it is sent again. */
  async #deliver(delivery: ClaimedDelivery): Promise<void> {
    try {
      await attemptDelivery(this.parts, delivery);
    } catch (error) {
      const { receiver } = delivery;
      this.parts.logger.warn('a delivery could not be settled; it is sent again', { receiver, error });
    }
  }
}
