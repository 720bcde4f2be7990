// Runs that are stopped by their money and summed up, in some of the histories; what has to hold of their summaries, and of the money of every run.
import type { RunState } from '@/lib/domain/run-state';
import { decodeRow } from '../../decode-row';
import type { RunRecord } from '../memory-records';
import type { Findings } from './findings';
import { SeededRandom } from './seeded-random';

const SUMMARY_SEED = 1_400_000_000;

/** What an agent says of its money, and what the model counts of each call; null in most histories. */
export function scarceMoneyOf(seed: number) {
  const random = new SeededRandom(seed + SUMMARY_SEED);
  if (!random.chance(0.3)) return null;
  const agent = { limits: { maxCostMicroUsd: random.int(15_000, 24_000) }, summaryReserveMicroUsd: 4_000 };
  return { agent, countsInput: random.int(2_000, 4_500) };
}

export function checkSummaries(findings: Findings, name: string, run: RunRecord, state: RunState): void {
  const { usage, limits } = state;
  if (usage.costMicroUsd > limits.maxCostMicroUsd)
    findings.violated('no run passes its money', `${name} cost ${usage.costMicroUsd}`);
  let sinceMove = 0;
  for (const { kind, payload } of run.rows.map(decodeRow)) {
    if (kind === 'result' && payload.type === 'model' && payload.outcome === 'summary')
      findings.summaries += 1;
    if (kind !== 'intent' || payload.type !== 'model') continue;
    sinceMove = payload.purpose === 'summary' ? sinceMove + 1 : 0;
    if (sinceMove > 1) findings.violated('a run is summed up once where it stops', name);
  }
}
