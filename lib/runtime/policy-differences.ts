// What a candidate of the policy would have said otherwise, as the store counts it: read off the admission that the row holds.
import type { Admission } from '@/lib/domain/admission';
import type { JournalEntry } from '@/lib/domain/journal-payload';
import type { JournalRow } from '@/lib/domain/journal-row';
import type { PlannedCall } from '@/lib/domain/planned-call';
import type { PolicyDifference } from '@/lib/ports/policy';

/** Null where nothing was admitted, or the candidate said the same. */
export function policyDifferenceOf(
  row: Pick<JournalRow, 'runId' | 'seq' | 'at'>,
  agent: string,
  entry: JournalEntry,
): PolicyDifference | null {
  const admitted = admittedIn(entry);
  const candidate = admitted?.admission.policy.candidate;
  if (admitted === null || candidate === undefined) return null;
  const version = Number(candidate.policyVersion);
  // Only a published one has a number.
  if (!Number.isSafeInteger(version)) return null;
  const { admission, call, step } = admitted;
  const { runId, seq, at } = row;
  const rules = candidate.rules.map(({ id }) => id);
  const said = { decided: admission.policy.effect, said: candidate.effect, rules };
  return { runId, seq, at, version, step, agent, tool: call.tool, ...said };
}

type Admitted = { readonly admission: Admission; readonly call: PlannedCall; readonly step: number };

function admittedIn({ kind, payload }: JournalEntry): Admitted | null {
  if (kind !== 'fact' && kind !== 'intent') return null;
  if (!('admission' in payload) || payload.admission === undefined || payload.call === undefined) return null;
  const { admission, call, step } = payload;
  return { admission, call, step };
}
