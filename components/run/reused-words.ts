// How a reused read reads. Pure.
import type { StepShape } from '@/lib/contract/run-detail';
import { formatDurationMs } from '@/lib/format/duration';
import { formatMicroUsd } from '@/lib/format/money';
import { toEpochMs } from '@/lib/format/time';
import { shortId } from './short-id';

type Taken = NonNullable<StepShape['takenFrom']>;

/** "Reused from run 01a2…, asked 3 min earlier:" */
export function takenWords({ takenFrom, finishedAt, startedAt }: StepShape): string {
  if (takenFrom === null) return '';
  const ageMs = Math.max(0, toEpochMs(finishedAt ?? startedAt) - toEpochMs(takenFrom.at));
  return `Reused from run ${shortId(takenFrom.runId)}, which had asked ${formatDurationMs(ageMs, { whole: true })} before:`;
}

export function sparedWords({ latencyMs, costMicroUsd }: Taken): string {
  const took = formatDurationMs(latencyMs);
  return costMicroUsd === 0
    ? `Nothing was sent; it had taken ${took}.`
    : `Nothing was sent or charged; it had taken ${took} and cost ${formatMicroUsd(costMicroUsd, { minDigits: 4 })}.`;
}
