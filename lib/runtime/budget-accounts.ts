// The books of one worker: what is free in each allowance, less all that the store may not know of yet. No clock of its own, asks nobody.
import type { BudgetScope } from '@/lib/domain/budget';
import type { Allowance } from '@/lib/ports/budget-ledger';
import type { Clock } from '@/lib/ports/clock';
import { BUDGET_IDLE_MS, BUDGETS_BELIEVED_MS } from './runtime-constants';

export type Taken = { readonly microUsd: number; readonly allowances: readonly string[] };

/** A question under way: what is taken meanwhile, or was not committed when it was asked, may be missing in the answer. */
export type Look = { readonly unseen: Map<string, number>; readonly end: () => void };

type Account = { allowance: Allowance; freeMicroUsd: number; usedAtMs: number };

const add = (sums: Map<string, number>, { allowances, microUsd }: Taken, sign: 1 | -1 = 1) => {
  for (const id of allowances) sums.set(id, (sums.get(id) ?? 0) + sign * microUsd);
};

export class BudgetAccounts {
  private readonly accounts = new Map<string, Account>();
  /** By the scopes that were asked for: the budgets that apply, as of when. */
  private readonly known = new Map<string, { readonly atMs: number; readonly ids: readonly string[] }>();
  /** Taken, and neither committed nor released. */
  private readonly open = new Set<Taken>();
  private readonly looks = new Set<Look>();
  private readonly waiting = new Set<{ readonly for: Set<Taken>; readonly go: () => void }>();
  /** What was taken lately, halved each BUDGET_IDLE_MS. */
  private lately = { microUsd: 0, atMs: 0 };

  constructor(private readonly clock: Pick<Clock, 'now' | 'monotonicMs'>) {}

  get isEmpty(): boolean {
    return this.accounts.size === 0;
  }

  canTake(scopes: readonly BudgetScope[], microUsd: number): boolean {
    return this.accountsOf(scopes)?.every((one) => one.freeMicroUsd >= microUsd) ?? false;
  }

  /** null: the ledger has to be asked. */
  take(scopes: readonly BudgetScope[], microUsd: number): Taken | null {
    const accounts = this.accountsOf(scopes);
    if (accounts === null || !accounts.every((one) => one.freeMicroUsd >= microUsd)) return null;
    const nowMs = this.clock.monotonicMs();
    for (const account of accounts) {
      account.freeMicroUsd -= microUsd;
      account.usedAtMs = nowMs;
    }
    this.lately = { microUsd: this.usedLately() + microUsd, atMs: nowMs };
    const taken = { microUsd, allowances: accounts.map(({ allowance }) => allowance.id) };
    this.open.add(taken);
    for (const { unseen } of this.looks) add(unseen, taken);
    return taken;
  }

  close(taken: Taken, how: 'committed' | 'released'): void {
    if (!this.open.delete(taken)) return;
    if (how === 'released') {
      for (const id of taken.allowances) {
        const account = this.accounts.get(id);
        if (account !== undefined) account.freeMicroUsd += taken.microUsd;
      }
      for (const { unseen } of this.looks) add(unseen, taken, -1);
    }
    for (const one of this.waiting) {
      one.for.delete(taken);
      if (one.for.size === 0) one.go();
    }
  }

  /** Done when all that is open now has been closed, or `signal` says so. null: nothing is open. */
  settled(signal: AbortSignal): Promise<void> | null {
    if (this.open.size === 0) return null;
    return new Promise((resolve) => {
      const one = { for: new Set(this.open), go: () => this.waiting.delete(one) && resolve() };
      this.waiting.add(one);
      signal.addEventListener('abort', one.go, { once: true });
    });
  }

  look(): Look {
    const unseen = new Map<string, number>();
    for (const taken of this.open) add(unseen, taken);
    const look: Look = { unseen, end: () => this.looks.delete(look) };
    this.looks.add(look);
    return look;
  }

  /** The most that is open in one of these. */
  openIn(scopes: readonly BudgetScope[]): number {
    const sums = new Map<string, number>();
    for (const taken of this.open) add(sums, taken);
    const ids = this.known.get(keyOf(scopes))?.ids ?? [];
    return Math.max(0, ...ids.map((id) => sums.get(id) ?? 0));
  }

  usedLately(): number {
    const { microUsd, atMs } = this.lately;
    return Math.floor(microUsd * 0.5 ** ((this.clock.monotonicMs() - atMs) / BUDGET_IDLE_MS));
  }

  learn(scopes: readonly BudgetScope[], allowances: readonly Allowance[], look: Look): void {
    for (const one of allowances) this.note(one, look);
    this.known.set(keyOf(scopes), { atMs: this.clock.monotonicMs(), ids: allowances.map(({ id }) => id) });
  }

  /** What is not among them is gone. */
  replace(allowances: readonly Allowance[], look: Look): void {
    const ids = new Set(allowances.map(({ id }) => id));
    for (const id of this.accounts.keys()) if (!ids.has(id)) this.accounts.delete(id);
    for (const one of allowances) this.note(one, look);
    const oldest = this.clock.monotonicMs() - BUDGETS_BELIEVED_MS;
    for (const [key, { atMs }] of this.known) if (atMs < oldest) this.known.delete(key);
  }

  /** What is recalled, or was not used for a while, and is free. It is not free here any more, whatever becomes of the answer. */
  giveBack(): { readonly allowance: string; readonly microUsd: number }[] {
    const idleSince = this.clock.monotonicMs() - BUDGET_IDLE_MS;
    return [...this.accounts.values()].flatMap((account) => {
      const { allowance, freeMicroUsd: microUsd, usedAtMs } = account;
      if (microUsd <= 0 || !(allowance.recalled || usedAtMs < idleSince || this.isOver(allowance))) return [];
      account.freeMicroUsd = 0;
      return [{ allowance: allowance.id, microUsd }];
    });
  }

  private note(allowance: Allowance, { unseen }: Look): void {
    const freeMicroUsd = Math.max(0, allowance.freeMicroUsd - (unseen.get(allowance.id) ?? 0));
    const usedAtMs = this.accounts.get(allowance.id)?.usedAtMs ?? this.clock.monotonicMs();
    this.accounts.set(allowance.id, { allowance, freeMicroUsd, usedAtMs });
  }

  private accountsOf(scopes: readonly BudgetScope[]): Account[] | null {
    const known = this.known.get(keyOf(scopes));
    if (known === undefined || this.clock.monotonicMs() - known.atMs > BUDGETS_BELIEVED_MS) return null;
    const accounts: Account[] = [];
    for (const id of known.ids) {
      const account = this.accounts.get(id);
      if (account === undefined || this.isOver(account.allowance)) return null;
      accounts.push(account);
    }
    return accounts;
  }

  private isOver({ endsAt }: Allowance): boolean {
    return endsAt !== null && Date.parse(endsAt) <= this.clock.now();
  }
}

const keyOf = (scopes: readonly BudgetScope[]) => scopes.join('\n');
