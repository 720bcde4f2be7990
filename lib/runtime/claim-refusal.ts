// What it means that the ledger does not give a claim: to be asked again later (refused), or never (fatal). Pure.
import type { RecordedError } from '@/lib/domain/errors';
import type { PlannedCall } from '@/lib/domain/planned-call';
import { cappedError } from '@/lib/guard/follow-up-rule';
import type { EffectClaimOutcome } from '@/lib/ports/effect-ledger';

type Refusal = Exclude<EffectClaimOutcome, { status: 'claimed' | 'replay' }>;

export function claimRefusal(
  claim: Refusal,
  { effectKey, resource }: Pick<PlannedCall, 'effectKey' | 'resource'>,
  runId: string,
): RecordedError {
  if (claim.status === 'capped') return cappedError(claim);
  const { status, ownerRunId, ownerStep } = claim;
  const owner = `step ${ownerStep} of run ${ownerRunId}`;
  switch (status) {
    case 'in_flight':
      return refused(
        'effect_in_flight',
        `Step ${ownerStep} of run ${ownerRunId} has ${effectKey} in flight.`,
      );
    case 'resource_busy':
      return refused('resource_busy', `Step ${ownerStep} of run ${ownerRunId} works on ${resource}.`);
    case 'mismatch':
      return fatal(
        'idempotency_mismatch',
        `The key ${effectKey} stands for a call with other arguments (${owner}).`,
      );
    case 'undone':
      return fatal(
        'effect_undone',
        `${effectKey} is undone, or about to be (${owner}); under this key it is not done again.`,
      );
    case 'unknown':
      // An identical call of this very run: it waits for what a person says about the first one, and shares it.
      if (ownerRunId === runId)
        return claimRefusal({ status: 'in_flight', ownerRunId, ownerStep }, { effectKey, resource }, runId);
      return fatal(
        'effect_unknown_elsewhere',
        `Whether ${effectKey} happened is not known yet (${owner}); it is not sent before a person has settled that.`,
      );
  }
}

const refused = (code: string, message: string) => ({ code, message, class: 'refused' }) as const;
const fatal = (code: string, message: string) => ({ code, message, class: 'fatal' }) as const;
