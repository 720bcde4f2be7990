// The row that puts a step off.
import type { JournalEntry } from '@/lib/domain/journal-payload';
import type { RunState } from '@/lib/domain/run-state';
import { isoAt } from '@/lib/ports/clock';
import type { PutOff } from './effect-holder';
import { SHORTEST_DEFERRAL_MS } from './runtime-constants';
import { stepAt } from './step-access';

/** null: what the journal says of it still stands. Asked early, it keeps its time. */
export function deferralEntry(
  state: RunState,
  step: number,
  { waitMs, ...what }: PutOff,
  nowMs: number,
): JournalEntry | null {
  const standing = step > state.usage.steps ? state.deferredModel : stepAt(state, step).deferred;
  const isSame =
    standing?.by === what.by &&
    standing.id === what.id &&
    standing.holder?.runId === what.holder?.runId &&
    standing.holder?.step === what.holder?.step;
  if (isSame && Date.parse(standing.until) > nowMs) return null;
  const until = isoAt(nowMs + Math.max(waitMs, SHORTEST_DEFERRAL_MS));
  return { kind: 'fact', payload: { type: 'deferred', step, ...what, until } };
}
