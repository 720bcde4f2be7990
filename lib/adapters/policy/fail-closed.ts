// Turns every failure of a policy into a denial that can be read; refuses verdicts of an unknown shape. An outage of the store is none: one waits for it.
import { type PolicyVerdict, policyVerdict } from '../../domain/admission';
import { StoreUnavailableError } from '../../domain/errors';
import type { Logger } from '../../ports/logger';
import type { Policy } from '../../ports/policy';
import { EVALUATION_FAILED } from './cedar-engine';

function denial(): PolicyVerdict {
  const message = 'The policy could not be evaluated, so the call is denied. The log says why.';
  return {
    effect: 'deny',
    rules: [{ id: EVALUATION_FAILED, effect: 'deny', message }],
    policyVersion: 'none',
  };
}

/** @throws StoreUnavailableError and nothing else. */
export function failClosed(inner: Policy, logger: Pick<Logger, 'error'>): Policy {
  return {
    async evaluate(request) {
      try {
        return policyVerdict.parse(await inner.evaluate(request));
      } catch (error) {
        if (error instanceof StoreUnavailableError) throw error;
        logger.error('a policy could not be evaluated; the call is denied', {
          agent: request.agent,
          tool: request.tool,
          error,
        });
        return denial();
      }
    },
  };
}
