// Any sequence of grants, holds, settlements, returns, losses, limits and ends of periods, through two doors: nothing leaks and nothing is given twice.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BudgetName } from '../../domain/budget';
import { CodedError } from '../../domain/errors';
import { ALLOWANCE_GONE, type BudgetLedger, type HoldSettlement, type NewHold } from '../budget-ledger';
import { type BudgetAct, budgetActs } from './budget-acts';
import { BudgetModel, keyOf } from './budget-model';
import type { BudgetHarness } from './budget-scenario';

const GLOBAL: BudgetName = { scope: 'global', period: 'day' };
const AGENT: BudgetName = { scope: 'agent:refunds', period: 'total' };
const NAMES = [GLOBAL, AGENT];
const SCOPES = NAMES.map(({ scope }) => scope);

export type BudgetPropertyHarness = Pick<
  BudgetHarness,
  'ledgers' | 'putBudget' | 'periodsOf' | 'pass' | 'endPeriods' | 'close'
> & {
  /** A new worker that lives, with a run of its own. */
  hire(): Promise<{ readonly workerId: string; readonly runId: string }>;
  /** Its lease is over. */
  lose(workerId: string): Promise<void>;
  /** In a commit of the worker's run, or of its heir's. @throws CodedError allowance_gone */
  write(
    runId: string,
    what: { holds?: readonly NewHold[]; settlements?: readonly HoldSettlement[] },
  ): Promise<void>;
};

export type BudgetPropertyOptions = { readonly sequences: number; readonly acts: number };

export function budgetProperty(
  name: string,
  open: () => Promise<BudgetPropertyHarness>,
  { sequences, acts: most }: BudgetPropertyOptions,
): void {
  describe(`${name} beside the sums of its holds`, () => {
    it(
      'never leaks and never gives twice, whatever comes in whatever order',
      async () => {
        const sequence = fc.array(budgetActs, { minLength: 4, maxLength: most, size: 'max' });
        await fc.assert(
          fc.asyncProperty(sequence, async (all) => {
            const h = await open();
            try {
              await new Play(h).run(all);
            } finally {
              await h.close();
            }
          }),
          { numRuns: sequences },
        );
      },
      WITHIN_MS,
    );
  });
}

/** Ten thousand sequences on a machine that does other things too. */
const WITHIN_MS = 240_000;

type Worker = { workerId: string; runId: string; readonly ledger: BudgetLedger };
type Open = { readonly hold: NewHold; readonly model: BudgetModel['holds'][number] };

class Play {
  private readonly model = new BudgetModel();
  private readonly workers: Worker[] = [];
  private open: Open[] = [];
  /** In which period an allowance was given, of which budget. */
  private readonly given = new Map<string, readonly [string, number]>();
  /** Per worker, what it was told of last. */
  private readonly known = new Map<string, readonly string[]>();
  private steps = 0;
  /** What the limit was at most. */
  private readonly highest = new Map<string, number>();

  constructor(private readonly h: BudgetPropertyHarness) {}

  async run(all: readonly BudgetAct[]): Promise<void> {
    for (const name of NAMES) await this.put(name, 500);
    for (const i of [0, 1, 2]) this.workers.push(await this.hire(i));
    for (const one of all) {
      await this.act(one);
      await this.check();
    }
    await this.settleAll();
  }

  private async hire(i: number): Promise<Worker> {
    return { ...(await this.h.hire()), ledger: this.h.ledgers[i % 2 === 0 ? 0 : 1] };
  }

  private async act(one: BudgetAct): Promise<void> {
    switch (one.act) {
      case 'spend':
        return this.spend(this.worker(one.who), one.amount, one.amount + one.more);
      case 'spendOld': {
        // Without asking, as the runtime does with what is free: by what the store itself says.
        const worker = this.worker(one.who);
        const ids = this.known.get(worker.workerId) ?? [];
        const mine = await worker.ledger.tend(worker.workerId, []);
        const free = mine.filter(({ id, freeMicroUsd }) => ids.includes(id) && freeMicroUsd >= one.amount);
        if (ids.length > 0 && free.length === ids.length) await this.take(worker, ids, one.amount);
        else if (ids.some((id) => !mine.some((other) => other.id === id))) await this.refused(worker, ids);
        return;
      }
      case 'settle': {
        const [found] = this.open.splice(one.which % Math.max(1, this.open.length), 1);
        return found === undefined
          ? undefined
          : this.settle(found, Math.ceil((found.hold.heldMicroUsd * one.percent) / 100));
      }
      case 'rest': {
        const { ledger, workerId } = this.worker(one.who);
        const mine = await ledger.tend(workerId, []);
        const share = ({ freeMicroUsd }: { freeMicroUsd: number }) =>
          Math.ceil((freeMicroUsd * one.percent) / 100);
        await ledger.tend(
          workerId,
          mine.map((all) => ({ allowance: all.id, microUsd: share(all) })),
        );
        return;
      }
      case 'count':
        return this.count();
      case 'lose':
        await this.h.lose(this.worker(one.who).workerId);
        this.workers[one.who] = await this.hire(one.who);
        return;
      case 'put':
        return this.put(one.which === 0 ? GLOBAL : AGENT, one.limit);
      case 'pass':
        return this.h.pass(6_000);
      case 'end':
        await this.h.endPeriods();
        this.model.endPeriods();
    }
  }

  private async put(name: BudgetName, limit: number): Promise<void> {
    await this.h.putBudget(name, limit);
    this.model.put(name, limit);
    this.highest.set(keyOf(name), Math.max(limit, this.highest.get(keyOf(name)) ?? 0));
  }

  private async spend(worker: Worker, least: number, most: number): Promise<void> {
    const request = { workerId: worker.workerId, scopes: SCOPES, leastMicroUsd: least, mostMicroUsd: most };
    const answer = await worker.ledger.grant(request);
    if (answer.status === 'recalling') return;
    if (answer.status === 'granted') {
      for (const { id, budget, freeMicroUsd } of answer.allowances) {
        if (freeMicroUsd < least) expect(freeMicroUsd).toBeGreaterThanOrEqual(least);
        this.given.set(id, [keyOf(budget), this.model.periodOf(budget)]);
      }
      const ids = answer.allowances.map(({ id }) => id);
      if (ids.length !== NAMES.length) expect(ids).toHaveLength(NAMES.length);
      this.known.set(worker.workerId, ids);
      return this.take(worker, ids, least);
    }
    // What lies in allowances that were taken back is free once their holds are counted; after that a refusal is the truth.
    await this.count();
    const again = await worker.ledger.grant(request);
    if (again.status === 'refused') expect(this.model.see(again.budget).room).toBeLessThan(least);
    else await worker.ledger.tend(worker.workerId, []);
  }

  private async take(worker: Worker, ids: readonly string[], microUsd: number): Promise<void> {
    const hold = this.newHold(worker, ids, microUsd);
    await this.h.write(worker.runId, { holds: [hold] });
    const periods = new Map(ids.flatMap((id) => [this.given.get(id) ?? ['', 0]]));
    this.open.push({ hold, model: this.model.hold(periods, microUsd) });
  }

  private async refused(worker: Worker, ids: readonly string[]): Promise<void> {
    const code = await this.h.write(worker.runId, { holds: [this.newHold(worker, ids, 1)] }).then(
      () => 'taken',
      (error: unknown) => (error instanceof CodedError ? error.code : error),
    );
    expect(code).toBe(ALLOWANCE_GONE);
  }

  private newHold({ runId }: Worker, allowances: readonly string[], heldMicroUsd: number): NewHold {
    this.steps += 1;
    const which = { runId, step: this.steps, attempt: 1, called: 'tool', name: 'x', version: 1 } as const;
    return { ...which, allowances, heldMicroUsd, at: new Date().toISOString() };
  }

  private async settle({ hold, model }: Open, costMicroUsd: number): Promise<void> {
    const { runId, step, attempt, at } = hold;
    const charge = { costMicroUsd, estimated: false, outcome: 'succeeded', usage: null, at } as const;
    await this.h.write(runId, { settlements: [{ runId, step, attempt, ...charge }] });
    model.costMicroUsd = costMicroUsd;
  }

  private async count(): Promise<void> {
    const counted = await this.h.ledgers[1].count(1_000);
    const due = this.model.count();
    if (counted !== due) expect(counted).toBe(due);
  }

  private async check(): Promise<void> {
    for (const name of NAMES) {
      const [figures] = await this.h.periodsOf(name);
      const seen = this.model.see(name);
      if (figures === undefined || !this.isBegun(name)) continue;
      const { spentMicroUsd: spent, heldMicroUsd: held, overrunMicroUsd: overrun } = figures;
      const most = (this.highest.get(keyOf(name)) ?? 0) + seen.overrun;
      const isRight =
        spent === seen.spent && overrun === seen.overrun && held >= seen.reserved && spent + held <= most;
      // A comparison by itself, because millions of them are made.
      if (!isRight) expect({ name, figures }, `at most ${most}`).toEqual({ name, figures: seen });
    }
  }

  /** Whether something was given in the present period: the store does not write down one that nothing was asked of. */
  private isBegun(name: BudgetName): boolean {
    const present = this.model.periodOf(name);
    return [...this.given.values()].some(([key, period]) => key === keyOf(name) && period === present);
  }

  /** At the end nothing is under way: then nothing is held, and what was spent is the sum of what was settled. */
  private async settleAll(): Promise<void> {
    for (const one of this.open) await this.settle(one, one.hold.heldMicroUsd);
    for (const { workerId } of this.workers) await this.h.lose(workerId);
    await this.count();
    await this.count();
    for (const name of NAMES) {
      const spent = (await this.h.periodsOf(name)).filter(isUsed);
      expect(spent).toEqual(this.model.totals(name).filter(isUsed));
    }
  }

  private worker(i: number): Worker {
    const found = this.workers[i];
    if (found === undefined) throw new Error('there are three');
    return found;
  }
}

const isUsed = (one: { spentMicroUsd: number; heldMicroUsd: number }) =>
  one.spentMicroUsd + one.heldMicroUsd > 0;
