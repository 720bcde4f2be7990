// Slots in memory, as honest as the real ones: each method is one turn of the event loop; whether a claim stands is asked of who knows the runs.
import {
  type BulkheadStore,
  OFFER_STANDS_MS,
  type Offer,
  type Slot,
  type SlotHolder,
  type SlotRequest,
} from '@/lib/ports/bulkheads';
import type { Clock } from '@/lib/ports/clock';

type Claims = {
  /** The run is claimed under this fence by a worker whose lease runs. */
  readonly isClaimed: (runId: string, fence: number) => boolean;
  readonly isOver: (runId: string) => boolean;
  /** It is worked alone, whenever its turn for that is. */
  readonly isApart: (runId: string) => boolean;
};

type Place = { grants: number; holder: SlotHolder | null };
type Waiter = {
  readonly runId: string;
  readonly step: number;
  readonly since: number;
  asksByMs: number;
  offeredAtMs: number | null;
};

export class MemoryBulkheads implements BulkheadStore {
  private readonly places = new Map<string, Place[]>();
  private readonly waiters = new Map<string, Waiter[]>();
  private arrivals = 0;

  constructor(
    private readonly clock: Clock,
    private readonly claims: Claims,
  ) {}

  async take({ key, limit, runId, fence, step, asksAgainMs }: SlotRequest): Promise<Slot | null> {
    if (!this.claims.isClaimed(runId, fence)) return null;
    const places = this.placesOf(key, limit);
    const queue = this.waiters.get(key) ?? [];
    const mine = queue.find((one) => one.runId === runId && one.step === step);
    const since = mine?.since ?? Number.POSITIVE_INFINITY;
    const ahead = queue.filter((one) => one.since < since && this.isExpected(one)).length;
    const own = places.find(({ holder }) => holder?.runId === runId && holder.step === step);
    const free = places.slice(0, limit).filter((place) => this.isFree(place));
    const isOver = places.slice(limit).some((place) => !this.isFree(place));
    const place = own ?? (isOver || free.length <= ahead ? undefined : free[0]);
    if (place === undefined) {
      this.arrivals += 1;
      const waiter = mine ?? { runId, step, since: this.arrivals, asksByMs: 0, offeredAtMs: null };
      waiter.asksByMs = this.clock.now() + asksAgainMs + OFFER_STANDS_MS;
      waiter.offeredAtMs = null;
      if (mine === undefined) this.waiters.set(key, [...queue, waiter]);
      return null;
    }
    place.holder = { runId, fence, step };
    place.grants += 1;
    this.waiters.set(
      key,
      queue.filter((one) => one !== mine),
    );
    return { key, slot: places.indexOf(place) + 1, grant: place.grants };
  }

  async release({ key, slot, grant }: Slot): Promise<Offer> {
    const place = this.places.get(key)?.[slot - 1];
    if (place === undefined || place.grants !== grant || place.holder === null) return this.offerTo(key, 0);
    place.holder = null;
    return this.offerTo(key, 1);
  }

  async offer(key: string, limit: number): Promise<Offer> {
    const free = this.placesOf(key, limit)
      .slice(0, limit)
      .filter((place) => this.isFree(place)).length;
    const offered = (this.waiters.get(key) ?? []).filter((one) => this.comes(one) && this.hasOffer(one));
    const { wake, someWait } = this.offerTo(key, free - offered.length);
    return { wake: [...wake, ...offered.map(({ runId }) => runId)], someWait };
  }

  /** Slots that are held by claims that stand. */
  heldOf(key: string): SlotHolder[] {
    return (this.places.get(key) ?? []).flatMap((place) =>
      place.holder === null || this.isFree(place) ? [] : [place.holder],
    );
  }

  private offerTo(key: string, most: number): Offer {
    const waiting = (this.waiters.get(key) ?? []).filter((one) => this.waits(one));
    const next = waiting
      .filter((one) => this.comes(one) && !this.hasOffer(one))
      .sort((a, b) => (a.offeredAtMs ?? 0) - (b.offeredAtMs ?? 0) || a.since - b.since)
      .slice(0, Math.max(0, most));
    for (const one of next) one.offeredAtMs = this.clock.now();
    return { wake: next.map(({ runId }) => runId), someWait: waiting.length > 0 };
  }

  private placesOf(key: string, limit: number): Place[] {
    const places = this.places.get(key) ?? [];
    while (places.length < limit) places.push({ grants: 0, holder: null });
    this.places.set(key, places);
    return places;
  }

  private isFree({ holder }: Place): boolean {
    return holder === null || !this.claims.isClaimed(holder.runId, holder.fence);
  }

  private waits({ runId, asksByMs }: Waiter): boolean {
    return asksByMs > this.clock.now() && !this.claims.isOver(runId);
  }

  /** What is worked alone comes when its turn is to be alone, and takes what is free then. */
  private comes(waiter: Waiter): boolean {
    return this.waits(waiter) && !this.claims.isApart(waiter.runId);
  }

  private hasOffer({ offeredAtMs }: Waiter): boolean {
    return offeredAtMs !== null && offeredAtMs > this.clock.now() - OFFER_STANDS_MS;
  }

  private isExpected(waiter: Waiter): boolean {
    return this.comes(waiter) && (waiter.offeredAtMs === null || this.hasOffer(waiter));
  }
}
