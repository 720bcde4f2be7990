// Events and who waits for them, in memory: each event goes to one wait, the oldest to the oldest; an ended run gives back what it had not taken in.
import type { EffectId } from '@/lib/domain/effect';
import type { WaitStatus } from '@/lib/domain/event-wait';
import type { JsonValue } from '@/lib/domain/json';
import { type Actor, SYSTEM_ACTOR } from '@/lib/domain/principal';
import type { RunInput } from '@/lib/domain/run-input';
import { type Clock, isoAt } from '@/lib/ports/clock';
import type { EffectClaim, EffectClaimOutcome, EffectCompletion } from '@/lib/ports/effect-ledger';
import type { NewWait, RunCommit } from '@/lib/ports/run-store';

export type MemoryWait = NewWait & { readonly runId: string; status: WaitStatus; eventId: string | null };
export type MemoryEvent = {
  readonly id: string;
  readonly correlationKey: string;
  /** Only a wait of this run may take it; null: the oldest one. */
  readonly runId: string | null;
  readonly payload: JsonValue;
  readonly by: Actor;
  readonly receivedAtMs: number;
};

const isSame = (one: EffectId, other: EffectId) => one.scope === other.scope && one.key === other.key;

export class MemoryEvents {
  readonly waits: MemoryWait[] = [];
  readonly kept: MemoryEvent[] = [];
  /** Effects that contacted somebody on a key since its last event. */
  readonly contacts = new Map<string, EffectId[]>();

  constructor(
    private readonly clock: Clock,
    private readonly tell: (runId: string, input: RunInput) => void,
  ) {}

  take({ runId, openedWaits, closedWaits }: RunCommit): void {
    for (const wait of openedWaits) this.waits.push({ ...wait, runId, status: 'open', eventId: null });
    for (const wait of this.waits) {
      const isOpen = wait.status === 'open' || wait.status === 'settled';
      if (wait.runId === runId && closedWaits.includes(wait.id) && isOpen) wait.status = 'cancelled';
    }
  }

  claimContact(claim: EffectClaim, claimed: EffectClaimOutcome): EffectClaimOutcome {
    if (claim.contact === undefined || claimed.status !== 'claimed') return claimed;
    const { correlationKey, most } = claim.contact;
    const contacts = this.contacts.get(correlationKey) ?? [];
    if (contacts.some((one) => isSame(one, claim))) return claimed;
    if (most !== null && contacts.length >= most)
      return { status: 'capped', correlationKey, sent: contacts.length, most };
    this.contacts.set(correlationKey, [...contacts, { scope: claim.scope, key: claim.key }]);
    return claimed;
  }

  /** What certainly did not happen contacted nobody. */
  release(done: readonly EffectCompletion[]): void {
    for (const one of done) this.releaseContact(one);
  }

  private releaseContact(done: EffectCompletion): void {
    if (done.status !== 'failed_final' || done.contactKey === undefined) return;
    const contacts = this.contacts.get(done.contactKey) ?? [];
    this.contacts.set(
      done.contactKey,
      contacts.filter((one) => !isSame(one, done)),
    );
  }

  condemn(runId: string): void {
    for (const wait of this.waits)
      if (wait.runId === runId && wait.status === 'open') wait.status = 'cancelled';
  }

  /** The same id again keeps nothing. @returns the run that got it, or null while it is kept. */
  send(event: Omit<MemoryEvent, 'receivedAtMs'>): string | null {
    if (!this.kept.some(({ id }) => id === event.id)) {
      this.kept.push({ ...event, receivedAtMs: this.clock.now() });
      this.contacts.delete(event.correlationKey);
    }
    this.match([event.correlationKey]);
    return this.takerOf(event.id)?.runId ?? null;
  }

  match(keys: readonly string[]): string[] {
    const told: string[] = [];
    for (const wait of this.waits) {
      if (wait.status !== 'open' || !keys.includes(wait.correlationKey)) continue;
      const event = this.kept.find(
        (one) =>
          one.correlationKey === wait.correlationKey &&
          (one.runId === null || one.runId === wait.runId) &&
          this.takerOf(one.id) === undefined,
      );
      if (event === undefined) continue;
      wait.status = 'settled';
      wait.eventId = event.id;
      told.push(this.end(wait, event));
    }
    return told;
  }

  endLate(limit: number): string[] {
    const givenBack = this.waits.filter(({ status, eventId }) => status === 'cancelled' && eventId !== null);
    const told = this.match(givenBack.map(({ correlationKey }) => correlationKey));
    for (const wait of givenBack) wait.eventId = null;
    const now = this.clock.now();
    const isLate = ({ status, until }: MemoryWait) => status === 'open' && Date.parse(until) <= now;
    told.push(...this.match(this.waits.filter(isLate).map(({ correlationKey }) => correlationKey)));
    for (const wait of this.waits.filter(isLate).slice(0, limit)) {
      wait.status = 'timed_out';
      told.push(this.end(wait, null));
    }
    return told;
  }

  takerOf(eventId: string): MemoryWait | undefined {
    return this.waits.find((wait) => wait.eventId === eventId && wait.status === 'settled');
  }

  private end({ runId, id, step, correlationKey }: MemoryWait, event: MemoryEvent | null): string {
    const seen = event && {
      id: event.id,
      payload: event.payload,
      receivedAt: isoAt(event.receivedAtMs),
    };
    this.tell(runId, {
      type: 'signal',
      by: event?.by ?? SYSTEM_ACTOR,
      waitId: id,
      step,
      correlationKey,
      event: seen,
    });
    return runId;
  }
}
