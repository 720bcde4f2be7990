// The steps that tests of a ledger of budgets share: a run whose attempts are held and settled, asked through one of two processes.
import type { BudgetName } from '../../domain/budget';
import type { BudgetLedger, HoldSettlement, NewHold, RoomAnswer } from '../budget-ledger';
import type { RunCommit } from '../run-store';
import type { RunStoreHarness } from '../run-store-harness';
import { anOwnedRun, commitOn, following, isoFromNow, type OwnedRun } from './run-store-scenario';

export type PeriodFigures = {
  readonly spentMicroUsd: number;
  readonly heldMicroUsd: number;
  readonly overrunMicroUsd: number;
};

export type BudgetHarness = {
  readonly runs: RunStoreHarness;
  /** Two processes on one store. */
  readonly ledgers: readonly [BudgetLedger, BudgetLedger];
  /** As the command does it; null: it bounds nothing any more. */
  putBudget(name: BudgetName, limitMicroUsd: number | null): Promise<void>;
  /** Of all periods that were begun, the newest first. */
  periodsOf(name: BudgetName): Promise<readonly PeriodFigures[]>;
  /** Time passes for those who were asked to give something back. */
  pass(ms: number): Promise<void>;
  /** The periods that run are over. */
  endPeriods(): Promise<void>;
  close(): Promise<void>;
};

export const GLOBAL_DAY: BudgetName = { scope: 'global', period: 'day' };
export const CENT = 10_000;

/** A worker with a run of its own, whose attempts are numbered. */
export class Spender {
  private step = 0;

  private constructor(
    private readonly h: BudgetHarness,
    readonly ledger: BudgetLedger,
    public run: OwnedRun,
    private readonly scopes: readonly string[],
  ) {}

  static async of(
    h: BudgetHarness,
    door: 0 | 1 = 0,
    scopes: readonly string[] = ['global', 'agent:refunds'],
  ) {
    return new Spender(h, h.ledgers[door], await anOwnedRun(h.runs), scopes);
  }

  get workerId(): string {
    return this.run.workerId;
  }

  ask(leastMicroUsd: number, mostMicroUsd = leastMicroUsd): Promise<RoomAnswer> {
    const { workerId, scopes } = this;
    return this.ledger.grant({ workerId, scopes, leastMicroUsd, mostMicroUsd });
  }

  /** @returns the ids of what was granted. */
  async granted(leastMicroUsd: number, mostMicroUsd = leastMicroUsd): Promise<string[]> {
    const answer = await this.ask(leastMicroUsd, mostMicroUsd);
    if (answer.status !== 'granted') throw new Error(`it was ${answer.status}`);
    return answer.allowances.map(({ id }) => id);
  }

  hold(allowances: readonly string[], heldMicroUsd: number, called: NewHold['called'] = 'model'): NewHold {
    this.step += 1;
    const which = { runId: this.run.runId, step: this.step, attempt: 1 };
    return {
      ...which,
      called,
      name: 'demo',
      version: 1,
      allowances,
      heldMicroUsd,
      at: isoFromNow(0),
    };
  }

  async commit(over: Partial<RunCommit>): Promise<void> {
    const commit = commitOn(this.run, over);
    const outcome = await this.h.runs.store.commit(commit);
    if (outcome.status !== 'committed') throw new Error(`it was ${outcome.status}`);
    this.run = following(this.run, commit);
  }

  /** Asks for exactly as much and holds it. */
  async held(microUsd: number): Promise<NewHold> {
    const hold = this.hold(await this.granted(microUsd), microUsd);
    await this.commit({ holds: [hold] });
    return hold;
  }

  /** As `held`, where there is room. */
  async tried(microUsd: number): Promise<NewHold | null> {
    const answer = await this.ask(microUsd);
    if (answer.status !== 'granted') return null;
    const hold = this.hold(
      answer.allowances.map(({ id }) => id),
      microUsd,
    );
    await this.commit({ holds: [hold] });
    return hold;
  }

  settle(hold: NewHold, costMicroUsd: number, over: Partial<HoldSettlement> = {}): Promise<void> {
    return this.commit({ settlements: [settlementOf(hold, costMicroUsd, over)] });
  }

  tend(returns: Parameters<BudgetLedger['tend']>[1] = []) {
    return this.ledger.tend(this.workerId, returns);
  }

  /** Gives back whatever is free. */
  async rest(): Promise<void> {
    const mine = await this.tend();
    await this.tend(mine.map(({ id, freeMicroUsd }) => ({ allowance: id, microUsd: freeMicroUsd })));
  }
}

export function settlementOf(
  { runId, step, attempt }: NewHold,
  costMicroUsd: number,
  over: Partial<HoldSettlement> = {},
): HoldSettlement {
  const usage = { inputTokens: 100, outputTokens: 10, cachedInputTokens: 40, reasoningTokens: 4 };
  const base = { runId, step, attempt, costMicroUsd, estimated: false, outcome: 'succeeded', usage } as const;
  return { ...base, at: isoFromNow(0), ...over };
}
