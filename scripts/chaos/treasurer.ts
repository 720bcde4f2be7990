// Who looks after the money of a chaos: sets budgets, looks at them while they last, and raises the small one a little where runs wait for it.
import { waitUntil } from '../../lib/store/embedded/wait-until';
import { AGENT_WITH_FEW } from './catalog';
import type { Door } from './door';
import type { BudgetRecord } from './records';

/** The label of runs whose budget is too small for all of them. */
export const SMALL_PURSE = { purse: 'small' };
const SMALL = 'label:purse=small';
/** As much as one call may cost at most, and a little more each time. */
const FIRST_MICRO_USD = 15_000;
const RAISE_MICRO_USD = 3_000;
const PLENTY_MICRO_USD = 1_000_000_000;
/** Room that nobody uses is given back in seconds, and that of a dead worker when its lease is over. */
const RESTS_WITHIN_MS = 60_000;

/** A budget as one answer showed it. */
export type BudgetLook = BudgetRecord & { readonly waitingRuns: number };

export class Treasurer {
  readonly looks: BudgetLook[] = [];
  readonly acts = { raised: 0, waiting: 0 };
  private isOver = false;

  constructor(private readonly door: Door) {}

  async begin(): Promise<void> {
    await this.put(SMALL, FIRST_MICRO_USD);
    for (const scope of ['global', `agent:${AGENT_WITH_FEW}`]) await this.put(scope, PLENTY_MICRO_USD);
  }

  async look(): Promise<void> {
    const { body } = await this.door.ask('budgets');
    const { items } = body as { items: BudgetLook[] }; // safe because the contract says so
    this.looks.push(...items);
    const small = items.find(({ scope }) => scope === SMALL);
    if (small === undefined || small.waitingRuns === 0 || this.isOver) return;
    this.acts.raised += 1;
    this.acts.waiting += small.waitingRuns;
    await this.put(SMALL, small.limitMicroUsd + RAISE_MICRO_USD);
  }

  /** Nobody raises it again: whoever waited has to go on by this alone. */
  async raiseOnceAndForAll(): Promise<void> {
    this.isOver = true;
    await this.put(SMALL, PLENTY_MICRO_USD);
  }

  async waitUntilNothingIsHeld(): Promise<void> {
    const isAtRest = async () => {
      const { body } = await this.door.ask('budgets');
      const { items } = body as { items: BudgetLook[] }; // safe because the contract says so
      return items.every(({ heldMicroUsd }) => heldMicroUsd === 0);
    };
    await waitUntil(isAtRest, { withinMs: RESTS_WITHIN_MS, everyMs: 250 });
  }

  private async put(scope: string, limitMicroUsd: number): Promise<void> {
    const { status, body } = await this.door.ask('putBudget', {
      params: { scope },
      body: { period: 'total', limitMicroUsd },
    });
    if (status >= 300) throw new Error(`the budget of ${scope} is refused: ${JSON.stringify(body)}`);
  }
}
