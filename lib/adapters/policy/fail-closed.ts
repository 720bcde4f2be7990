// Turns every failure of a policy into a denial that can be read; refuses verdicts of an unknown shape.
import { type PolicyVerdict, policyVerdict } from '../../domain/admission';
import type { Logger } from '../../ports/logger';
import type { Policy } from '../../ports/policy';

export const EVALUATION_FAILED = 'policy.evaluation-failed';

function denial(policyVersion: string): PolicyVerdict {
  const message = 'The policy could not be evaluated, so the call is denied. The log says why.';
  return { effect: 'deny', rules: [{ id: EVALUATION_FAILED, effect: 'deny', message }], policyVersion };
}

/** A policy that never throws. @param policyVersion named in the denial when the inner policy gave no verdict. */
export function failClosed(inner: Policy, logger: Pick<Logger, 'error'>, policyVersion: string): Policy {
  return {
    async evaluate(request) {
      try {
        return policyVerdict.parse(await inner.evaluate(request));
      } catch (error) {
        logger.error('a policy could not be evaluated; the call is denied', {
          agent: request.agent,
          tool: request.tool,
          policyVersion,
          error,
        });
        return denial(policyVersion);
      }
    },
  };
}
