// Some of what nothing stands against is looked at all the same; says how much, and why so much.
import type { AdmissionReason } from '@/lib/domain/admission';
import { isPicked, type ReviewDecision, SAMPLE_RULE, type SamplingFact } from '@/lib/domain/sampling';

const SAID: { readonly [D in ReviewDecision]: string } = {
  approve: 'approved',
  edit: 'edited',
  reject: 'rejected',
};

/** @param found what else stands against the call: then it is looked at anyway. */
export function samplingReasons(
  sampling: SamplingFact | null,
  found: readonly AdmissionReason[],
): AdmissionReason[] {
  if (sampling === null || found.length > 0 || !isPicked(sampling)) return [];
  const { rate, last } = sampling;
  const share = rate === 1 ? 'every one' : `1 in ${Number((1 / rate).toFixed(1))}`;
  const because =
    last === null
      ? 'none has been looked at yet'
      : `the last sample was ${SAID[last.decision]} on ${last.at.slice(0, 10)}`;
  const message = `Picked for review: ${share} of these calls is looked at; ${because}.`;
  return [{ rule: SAMPLE_RULE, verdict: 'await_approval', message }];
}
