// What one worker may hold without asking: the free part of its allowances by its own count. Never counts more as free than the store does.
import type { BudgetName, BudgetScope } from '@/lib/domain/budget';
import type { Allowance, BudgetLedger, RoomAnswer } from '@/lib/ports/budget-ledger';
import type { Clock, Random } from '@/lib/ports/clock';
import type { Logger } from '@/lib/ports/logger';
import { LeaseLostError } from './advance-outcome';
import { BudgetAccounts, type Taken } from './budget-accounts';
import type { Budgets, Reservation, ReservationRequest } from './budgets';
import {
  BUDGET_ASK_TRIES,
  BUDGET_POLL_MS,
  BUDGET_TEND_MS,
  GATE_SPREAD,
  LONGEST_RECALL_MS,
  LONGEST_SETTLE_MS,
  RECALL_POLL_MS,
  REFUSAL_BELIEVED_MS,
  SHORTEST_BUDGET_WAIT_MS,
} from './runtime-constants';

type Ports = {
  readonly ledger: BudgetLedger;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
};

type Refused = Extract<RoomAnswer, { status: 'refused' }>;

export class BudgetBook implements Budgets {
  private readonly accounts: BudgetAccounts;
  /** One question to the ledger at a time, so that no older answer overtakes a newer one. */
  private turn: Promise<unknown> = Promise.resolve();
  /** The last answer of those who found no room, by their scopes: many ask for the same at once. */
  private readonly refusals = new Map<
    string,
    {
      readonly answer: Exclude<RoomAnswer, { status: 'granted' }>;
      readonly leastMicroUsd: number;
      readonly untilMs: number;
    }
  >();
  private readonly closed = new AbortController();

  constructor(
    readonly workerId: string,
    private readonly ports: Ports,
  ) {
    this.accounts = new BudgetAccounts(ports.clock);
    void this.keep();
  }

  /** The lease is over: others take its allowances back. */
  close(): void {
    this.closed.abort();
  }

  /** @throws LeaseLostError once it is closed: a wait for others is not waited out by who may hold nothing any more. */
  reserve(request: ReservationRequest): Promise<Reservation> {
    return this.seek(request, 'believes refusals');
  }

  async hasRoom({ scopes, leastMicroUsd }: ReservationRequest): Promise<boolean> {
    const request = { scopes, leastMicroUsd, mostMicroUsd: leastMicroUsd };
    const found = await this.seek(request, 'asks anew');
    if (found.status === 'refused') return false;
    found.release();
    return true;
  }

  private async seek(
    { scopes, mostMicroUsd, leastMicroUsd }: ReservationRequest,
    how: 'believes refusals' | 'asks anew',
  ): Promise<Reservation> {
    const { clock } = this.ports;
    const recallEndsMs = clock.monotonicMs() + LONGEST_RECALL_MS;
    let wanted = mostMicroUsd;
    let last: BudgetName | null = null;
    for (let tries = 0; tries < BUDGET_ASK_TRIES; ) {
      if (this.closed.signal.aborted) throw new LeaseLostError('unproven');
      const taken = this.accounts.take(scopes, wanted);
      if (taken !== null) return this.reserved(taken);
      const answer = await this.inTurn(() => this.ask(scopes, wanted, how));
      if (answer.status === 'recalling') {
        if (clock.monotonicMs() >= recallEndsMs) tries += 1;
        await clock.sleep(RECALL_POLL_MS * (0.5 + this.ports.random.next()), this.closed.signal);
        continue;
      }
      tries += 1;
      if (answer.status !== 'refused') continue;
      last = answer.budget;
      // What others of this process are about to hold may not come to be.
      if (await this.othersSettle()) continue;
      if (answer.roomMicroUsd >= wanted) continue;
      if (answer.roomMicroUsd < leastMicroUsd) return this.refusal(answer);
      wanted = answer.roomMicroUsd;
    }
    const budget = last ?? { scope: scopes[0] ?? 'global', period: 'total' };
    return { status: 'refused', budget, waitMs: SHORTEST_BUDGET_WAIT_MS };
  }

  /** @returns false where nothing was about to be held. Whoever has something open himself waits for no longer than this. */
  private async othersSettle(): Promise<boolean> {
    const over = new AbortController();
    const settled = this.accounts.settled(over.signal);
    if (settled === null) return false;
    const sleeping = new AbortController();
    await Promise.race([settled, this.ports.clock.sleep(LONGEST_SETTLE_MS, sleeping.signal)]);
    over.abort();
    sleeping.abort();
    return true;
  }

  private reserved(taken: Taken): Reservation {
    return {
      status: 'reserved',
      microUsd: taken.microUsd,
      allowances: taken.allowances,
      committed: () => this.accounts.close(taken, 'committed'),
      release: () => this.accounts.close(taken, 'released'),
    };
  }

  private refusal({ budget, resetsAt }: Refused): Reservation {
    const { clock, random } = this.ports;
    const untilReset = resetsAt === null ? BUDGET_POLL_MS : Date.parse(resetsAt) - clock.now();
    const waitMs = Math.max(SHORTEST_BUDGET_WAIT_MS, Math.min(BUDGET_POLL_MS, untilReset));
    return { status: 'refused', budget, waitMs: Math.round(waitMs * (1 + GATE_SPREAD * random.next())) };
  }

  private async ask(
    scopes: readonly BudgetScope[],
    wanted: number,
    how: 'believes refusals' | 'asks anew',
  ): Promise<RoomAnswer | { status: 'known' }> {
    // Whoever asked before may have been given enough for this one too, or have found that there is no room.
    if (this.accounts.canTake(scopes, wanted)) return { status: 'known' };
    const { workerId, ports } = this;
    const leastMicroUsd = wanted + this.accounts.openIn(scopes);
    const key = scopes.join('\n');
    const no = how === 'believes refusals' ? this.refusals.get(key) : undefined;
    const nowMs = ports.clock.monotonicMs();
    if (no !== undefined && no.untilMs > nowMs && no.leastMicroUsd <= leastMicroUsd) return no.answer;
    const look = this.accounts.look();
    const mostMicroUsd = leastMicroUsd + this.accounts.usedLately();
    const request = { workerId, scopes, leastMicroUsd, mostMicroUsd };
    const answer = await ports.ledger.grant(request).finally(look.end);
    if (answer.status === 'granted') {
      this.accounts.learn(scopes, answer.allowances, look);
      this.refusals.delete(key);
    } else this.refusals.set(key, { answer, leastMicroUsd, untilMs: nowMs + REFUSAL_BELIEVED_MS });
    return answer;
  }

  /** Gives back what is not used, answers recalls, and believes the store again. */
  private async keep(): Promise<void> {
    const { clock, logger } = this.ports;
    while (!this.closed.signal.aborted) {
      await clock.sleep(BUDGET_TEND_MS, this.closed.signal);
      if (this.closed.signal.aborted || this.accounts.isEmpty) continue;
      await this.inTurn(() => this.tend()).catch((cause: unknown) => {
        logger.warn('budgets could not be tended', { workerId: this.workerId, cause });
      });
    }
  }

  private async tend(): Promise<void> {
    const look = this.accounts.look();
    const returns = this.accounts.giveBack();
    const standing: readonly Allowance[] = await this.ports.ledger
      .tend(this.workerId, returns)
      .finally(look.end);
    this.accounts.replace(standing, look);
    this.refusals.clear();
  }

  private inTurn<T>(ask: () => Promise<T>): Promise<T> {
    const answer = this.turn.then(ask, ask);
    this.turn = answer.catch(() => undefined);
    return answer;
  }
}
