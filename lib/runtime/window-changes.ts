// What rows mean for the amounts that calls count in windows: reserved with the admission, released where the call was certainly not made. Pure.
import { COMPENSATED_CODE } from '@/lib/domain/effect';
import type { JournalEntry } from '@/lib/domain/journal-payload';
import type { RunState, StepState, ToolStepState } from '@/lib/domain/run-state';
import type { WindowChange } from '@/lib/ports/amount-windows';
import { findStep, isToolStep, mayHaveHappened } from './step-access';

/** Of one call: what it counts by key, and whether that ages already. */
type Counting = {
  readonly amounts: ReadonlyMap<string, { readonly amount: number; readonly seen: number | null }>;
  readonly made: boolean;
};
type Tallied = { readonly before: Counting | null; readonly now: Counting | null };

/** What the rows of one commit change; a call that changes twice in it is told once. */
export class WindowTally {
  private readonly calls = new Map<number, Tallied>();

  note(before: RunState, after: RunState, entry: JournalEntry): void {
    for (const step of after.steps) {
      const was = findStep(before, step.step);
      if (step === was || !isToolStep(step) || !countsAtAll(step, was)) continue;
      const earlier = was !== undefined && isToolStep(was) ? was : undefined;
      const now = countingOf(step, earlier, isAdmitted(step, entry));
      const known = this.calls.get(step.step);
      const start = known === undefined ? earlier && countingOf(earlier, earlier, false) : known.before;
      this.calls.set(step.step, { before: start ?? null, now });
    }
  }

  /** Steps whose amounts the store does not know as they will be. */
  get steps(): number[] {
    return [...this.calls.keys()];
  }

  /** What these steps, `except` one, will count under a key. */
  amountsUnder(key: string, except: number): number[] {
    return [...this.calls].flatMap(([step, { now }]) => {
      const amount = step === except ? undefined : now?.amounts.get(key)?.amount;
      return amount === undefined ? [] : [amount];
    });
  }

  take(runId: string): WindowChange[] {
    const changes = [...this.calls].flatMap(([step, tallied]) => changesOf({ runId, step }, tallied));
    this.calls.clear();
    return changes;
  }
}

function changesOf(
  call: { readonly runId: string; readonly step: number },
  { before, now }: Tallied,
): WindowChange[] {
  if (now === null) return before === null ? [] : [{ ...call, kind: 'release', keeping: [] }];
  const { made } = now;
  const changes: WindowChange[] = [];
  for (const [key, { amount, seen }] of now.amounts)
    if (before?.amounts.get(key)?.amount !== amount)
      changes.push({ ...call, kind: 'count', key, amount, seen, made });
  const keeping = [...now.amounts.keys()];
  if (before !== null && [...before.amounts.keys()].some((key) => !now.amounts.has(key)))
    changes.push({ ...call, kind: 'release', keeping });
  if (made && before !== null && !before.made) changes.push({ ...call, kind: 'made' });
  return changes;
}

const countsAtAll = (step: ToolStepState, was: StepState | undefined) =>
  step.admission?.windows !== undefined || (was?.kind === 'tool' && was.admission?.windows !== undefined);

/** The row holds the admission that read the sums; any other row finds the amounts as they stand. */
function isAdmitted({ step }: ToolStepState, { payload }: JournalEntry): boolean {
  return 'admission' in payload && payload.admission !== undefined && payload.step === step;
}

function countingOf(
  step: ToolStepState,
  was: ToolStepState | undefined,
  isDecidedOnSums: boolean,
): Counting | null {
  const standing = standingOf(step, was);
  if (standing === 'nothing') return null;
  const amounts = new Map<string, { amount: number; seen: number | null }>();
  for (const { key, amount, seen } of step.admission?.windows ?? [])
    if (amount !== null) amounts.set(key, { amount, seen: isDecidedOnSums ? seen : null });
  return amounts.size === 0 ? null : { amounts, made: standing === 'made' };
}

function standingOf(step: ToolStepState, was: ToolStepState | undefined): 'nothing' | 'open' | 'made' {
  const mayHave = was !== undefined && mayHaveHappened(was);
  switch (step.status) {
    case 'proposed':
    case 'denied':
    case 'rejected':
      return 'nothing';
    case 'succeeded':
      // The ledger gave again what another call made, unless this one may have made it before.
      return step.resultSource === 'ledger' && !was?.doubt ? 'nothing' : 'made';
    case 'failed':
      if (step.error?.code === COMPENSATED_CODE) return 'made';
      return step.doubt || (step.error?.class === 'unknown' && mayHave) ? 'made' : 'nothing';
    case 'cancelled':
      return mayHave ? 'made' : 'nothing';
    default:
      return 'open';
  }
}
