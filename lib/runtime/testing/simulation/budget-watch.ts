// A budget over everything, in some of the histories: never passed while it stands, and true to the journals when all is over.
import type { BudgetName } from '@/lib/domain/budget';
import type { MemoryRunStore } from '../memory-run-store';
import type { Findings } from './findings';
import type { SimulatedReceiver } from './receiver';
import { SeededRandom } from './seeded-random';
import type { Trace } from './trace';

type Seen = {
  readonly memory: MemoryRunStore;
  readonly findings: Findings;
  readonly trace: Trace;
  readonly receiver: Pick<SimulatedReceiver, 'chargedMicroUsd'>;
};

const TOTAL: BudgetName = { scope: 'global', period: 'total' };
const BUDGET_SEED = 1_300_000_000;
/** Enough for every run. */
const PLENTY_MICRO_USD = 1_000_000_000;
/** Leases of the dead are over then, and what is not used was given back. */
export const BUDGET_SETTLES_MS = 60_000;

/** Small enough to hold some runs back; null in most histories. */
export function budgetOf(seed: number): number | null {
  const random = new SeededRandom(seed + BUDGET_SEED);
  return random.chance(0.4) ? random.int(12_000, 150_000) : null;
}

export class BudgetWatch {
  constructor(
    private readonly world: Seen,
    private limitMicroUsd: number | null,
  ) {
    if (limitMicroUsd !== null) world.memory.budgets.put(TOTAL, limitMicroUsd);
  }

  get isThere(): boolean {
    return this.limitMicroUsd !== null;
  }

  /** As the command does it. @returns the runs that waited for it. */
  async raise(): Promise<readonly string[]> {
    if (this.limitMicroUsd === null) return [];
    const { memory, trace, findings } = this.world;
    this.limitMicroUsd = PLENTY_MICRO_USD;
    memory.budgets.put(TOTAL, PLENTY_MICRO_USD);
    const waiting = [...memory.runs.entries()].flatMap(([runId, run]) =>
      run.waiting?.items.some(({ kind }) => kind === 'budget') ? [runId] : [],
    );
    findings.budgetWaits += waiting.length;
    trace.say('world', () => `raises the budget; ${waiting.length} runs waited for it`);
    await memory.hasten(waiting);
    return waiting;
  }

  /** After each commit. */
  look(): void {
    const { memory, findings } = this.world;
    const [present] = memory.budgets.periodsOf(TOTAL);
    if (this.limitMicroUsd === null || present === undefined) return;
    const { spentMicroUsd, heldMicroUsd, overrunMicroUsd } = present;
    if (spentMicroUsd + heldMicroUsd <= this.limitMicroUsd && overrunMicroUsd === 0) return;
    findings.violated(
      'no budget is passed',
      `${spentMicroUsd} spent, ${heldMicroUsd} held, ${overrunMicroUsd} overrun of ${this.limitMicroUsd}`,
    );
  }

  async settle(): Promise<void> {
    const { memory, findings } = this.world;
    await memory.budgets.count(Number.MAX_SAFE_INTEGER);
    this.settleTools();
    const [present] = memory.budgets.periodsOf(TOTAL);
    if (this.limitMicroUsd === null || present === undefined) return;
    if (present.heldMicroUsd !== 0)
      findings.violated('nothing stays held', `${present.heldMicroUsd} are held of runs that are over`);
    const runs = [...memory.runs.values()];
    const cost = runs.reduce(
      (sum, { rows }) => sum + rows.reduce((all, row) => all + row.costMicroUsd, 0),
      0,
    );
    // One that only its fence could end is charged for what was under way, without a row that says so.
    const isWhole = runs.every(({ rows, status }) => rows.at(-1)?.kind === 'end' || status === 'cancelled');
    if (present.spentMicroUsd < cost || (isWhole && present.spentMicroUsd !== cost))
      findings.violated(
        'what is spent is what runs cost',
        `${present.spentMicroUsd} spent, runs cost ${cost}`,
      );
  }

  /** Whoever asks twice, or does not know, counts a call more often than it was charged, and never less. */
  private settleTools(): void {
    const { memory, findings, receiver } = this.world;
    const counted = memory.budgets.holds.counted.filter(({ hold }) => hold.called === 'tool');
    const cost = counted.reduce((sum, { settled }) => sum + (settled?.costMicroUsd ?? 0), 0);
    findings.chargedMicroUsd += receiver.chargedMicroUsd;
    if (cost < receiver.chargedMicroUsd)
      findings.violated(
        'what receivers charged is counted',
        `${cost} counted, ${receiver.chargedMicroUsd} charged`,
      );
  }
}
