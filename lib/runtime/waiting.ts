// What a parked run waits for: every item, and as the reason the one that has to be settled before the others help.
import type { Deferral } from '@/lib/domain/deferral';
import type { Waiting, WaitingReason } from '@/lib/domain/run';
import type { RunState } from '@/lib/domain/run-state';
import { SETTLED_STEP_STATUSES } from '@/lib/domain/step';
import { GLOBAL_SCOPE, type Stop } from '@/lib/domain/stop';
import { isToolStep } from './step-access';

/** A pause or a bound holds the run whatever else is decided; an unknown outcome is more urgent than a call that has not been sent. */
const URGENCY: readonly WaitingReason[] = [
  'paused',
  'limit',
  'unknown_outcome',
  'approval',
  'question',
  'budget',
  'breaker',
  'bulkhead',
  'retry_budget',
  'timer',
  'event',
];

type Item = Waiting['items'][number];

export function waitingOf(state: RunState): Waiting {
  const items: Item[] = [];
  if (state.paused) items.push({ kind: 'paused', id: state.paused.by.id });
  if (state.bound) items.push({ kind: 'limit', id: state.bound.bound, until: state.bound.expiresAt });
  for (const step of state.steps) {
    if (SETTLED_STEP_STATUSES.has(step.status)) continue;
    if (step.deferred !== null) items.push(itemOf(step.deferred));
    else if (step.status === 'retrying' && step.retryAt !== null) {
      items.push({ kind: 'timer', id: `step:${step.step}`, until: step.retryAt });
    }
    if (!isToolStep(step)) continue;
    if (step.status === 'waiting' && step.wait !== null)
      items.push({ kind: 'event', id: step.wait.correlationKey, until: step.wait.until });
    if (step.approval === null) continue;
    const { id, expiresAt } = step.approval;
    if (step.status === 'unknown') items.push({ kind: 'unknown_outcome', id });
    if (step.status === 'awaiting_approval') {
      const kind = step.approval.kind === 'question' ? 'question' : 'approval';
      items.push({ kind, id, ...(expiresAt === null ? {} : { until: expiresAt }) });
    }
  }
  if (state.deferredModel !== null) items.push(itemOf(state.deferredModel));
  const reason = URGENCY.find((candidate) => items.some((item) => item.kind === candidate)) ?? 'timer';
  return { reason, items };
}

const itemOf = ({ by, id, until, holder }: Deferral): Item => ({
  kind: by,
  id,
  until,
  ...(holder === undefined ? {} : { holder }),
});

/** A run that could go on and was stopped from outside; what else it waits for stands behind that. */
export function waitingUnder({ scope, epoch }: Stop, state: RunState): Waiting {
  const { items } = waitingOf(state);
  return scope === GLOBAL_SCOPE
    ? { reason: 'halt', items: [{ kind: 'halt', id: String(epoch) }, ...items] }
    : { reason: 'paused', items: [{ kind: 'agent_paused', id: state.agent }, ...items] };
}
