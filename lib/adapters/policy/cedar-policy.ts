// The policy that is published, asked at each admission and each dispatch. Without one that can be read nothing is permitted; the candidate only talks.
import type { PolicyVerdict } from '../../domain/admission';
import type { Logger } from '../../ports/logger';
import type { Policy, PolicyRequest, PolicySource, PolicyVersionText } from '../../ports/policy';
import { CedarEngine, type CompiledPolicies, denied, UnreadablePolicyError } from './cedar-engine';

export const NO_ACTIVE_POLICY = 'policy.none-active';
export const UNREADABLE_POLICY = 'policy.unreadable';

type CedarPolicyOptions = {
  readonly source: PolicySource;
  readonly logger: Pick<Logger, 'error' | 'warn'>;
  readonly engine?: CedarEngine;
};

export class CedarPolicy implements Policy {
  private readonly engine: CedarEngine;
  /** By version: the active one, the candidate, and those before them. */
  private readonly compiled = new Map<string, CompiledPolicies | UnreadablePolicyError>();

  constructor(private readonly options: CedarPolicyOptions) {
    this.engine = options.engine ?? new CedarEngine();
  }

  async evaluate(request: PolicyRequest): Promise<PolicyVerdict> {
    const { active, candidate } = await this.options.source.inForce();
    if (active === null)
      return denied(
        { version: 'none' },
        NO_ACTIVE_POLICY,
        'No policy is published, so nothing is permitted.',
      );
    const verdict = this.judge(active, request);
    if (candidate === null) return verdict;
    const { candidate: _, ...said } = this.logOnly(candidate, request);
    return differs(verdict, said) ? { ...verdict, candidate: said } : verdict;
  }

  private judge(version: PolicyVersionText, request: PolicyRequest): PolicyVerdict {
    const policies = this.compile(version);
    if (!(policies instanceof UnreadablePolicyError)) return this.engine.evaluate(policies, request);
    const message = `Version ${version.version} of the policy can't be read, so nothing is permitted: ${policies.message}`;
    return denied(version, UNREADABLE_POLICY, message);
  }

  /** Whatever goes wrong with it, the active version decides. */
  private logOnly(candidate: PolicyVersionText, request: PolicyRequest): PolicyVerdict {
    try {
      return this.judge(candidate, request);
    } catch (error) {
      this.options.logger.warn('the policy that is only logged could not be asked', {
        policyVersion: candidate.version,
        error,
      });
      return denied(candidate, 'policy.evaluation-failed', 'It could not be evaluated. The log says why.');
    }
  }

  private compile({ version, texts }: PolicyVersionText): CompiledPolicies | UnreadablePolicyError {
    const known = this.compiled.get(version);
    if (known !== undefined) return known;
    const compiled = this.read(version, texts);
    this.compiled.set(version, compiled);
    const [oldest] = this.compiled.keys();
    if (this.compiled.size > MOST_COMPILED && oldest !== undefined) this.compiled.delete(oldest);
    return compiled;
  }

  private read(version: string, texts: PolicyVersionText['texts']): CompiledPolicies | UnreadablePolicyError {
    try {
      return this.engine.compile(version, texts);
    } catch (error) {
      if (!(error instanceof UnreadablePolicyError)) throw error;
      this.options.logger.error('a published policy can not be read', { policyVersion: version, error });
      return error;
    }
  }
}

const MOST_COMPILED = 6;

/** Whether a call would have gone another way, or to other people, or past them. */
export function differs(verdict: PolicyVerdict, other: PolicyVerdict): boolean {
  const { effect, requiredRole, veto } = verdict;
  return effect !== other.effect || requiredRole !== other.requiredRole || veto !== other.veto;
}

/** One version that never changes, for processes without a store of policies. */
export function fixedPolicies(active: PolicyVersionText): PolicySource {
  return { inForce: async () => ({ active, candidate: null }) };
}
