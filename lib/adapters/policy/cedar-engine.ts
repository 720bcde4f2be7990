// Asks Cedar about one call, all rules at once; every error it reports on the way is a denial, since it passes over a forbid that fails.
import { randomUUID } from 'node:crypto';
import * as cedar from '@cedar-policy/cedar-wasm/nodejs';
import type { PolicyVerdict } from '../../domain/admission';
import type { PolicyProblem, PolicyRule, PolicyTexts } from '../../domain/policy-set';
import { ROLES, type Role } from '../../domain/principal';
import type { PolicyRequest } from '../../ports/policy';
import { type CedarRequest, cedarRequest, type ReadsContext } from './cedar-request';
import { UnrepresentableError } from './cedar-values';
import { contextReads } from './context-reads';
import { readRules } from './read-rules';
import { RecentAnswers } from './recent-answers';

export const EVALUATION_FAILED = 'policy.evaluation-failed';
export const UNREPRESENTABLE = 'policy.unrepresentable';
export const UNMATCHED = 'policy.unmatched';

/** Rules that are ready to be asked. */
export type CompiledPolicies = {
  readonly version: string;
  readonly byId: ReadonlyMap<string, PolicyRule>;
  readonly reads: ReadsContext;
  readonly recent: RecentAnswers<PolicyVerdict>;
};

/** `problems`: why a text can't be asked. */
export class UnreadablePolicyError extends Error {
  constructor(readonly problems: readonly PolicyProblem[]) {
    super(problems.map(({ set, line, message }) => `${set} line ${line ?? '?'}: ${message}`).join('; '));
  }
}

export type CedarCalls = Pick<typeof cedar, 'preparsePolicySet' | 'statefulIsAuthorized'>;

/** Cedar keeps what it has parsed for ever, by name: names are used again, the longest unused first. */
const MOST_KEPT = 8;

export class CedarEngine {
  /** Of each kept version the name that Cedar has it under, the latest used last. */
  private readonly kept = new Map<CompiledPolicies, string>();
  /**
   * Nobody else's: Cedar is one for the process, and this module may be there several times, a copy for each bundle. Under one name the rules that
   * somebody only tries would be those by which calls are judged.
   */
  private readonly scope = `policies-${randomUUID()}`;

  constructor(private readonly calls: CedarCalls = cedar) {}

  /** @throws UnreadablePolicyError */
  compile(version: string, texts: PolicyTexts): CompiledPolicies {
    const { rules, problems } = readRules(texts);
    const errors = problems.filter(({ severity }) => severity === 'error');
    if (errors.length > 0) throw new UnreadablePolicyError(errors);
    const byId = new Map(rules.map(({ json: _, ...rule }) => [rule.id, rule]));
    const reads = contextReads(rules.map(({ json }) => json));
    return { version, byId, reads, recent: new RecentAnswers() };
  }

  /**
   * Floor and permit set: one forbid is enough to deny, and without a permit nothing is permitted. A rule of the ask set permits nothing; where the
   * others permit, it asks. @throws Error when Cedar itself fails.
   */
  evaluate(policies: CompiledPolicies, request: PolicyRequest): PolicyVerdict {
    try {
      const asked = cedarRequest(request, policies.reads);
      return policies.recent.of(JSON.stringify(asked), () => this.ask(policies, asked));
    } catch (error) {
      if (!(error instanceof UnrepresentableError)) throw error;
      return denied(policies, UNREPRESENTABLE, `No rule can judge this call: ${error.message}.`);
    }
  }

  private ask(policies: CompiledPolicies, asked: CedarRequest): PolicyVerdict {
    const answer = this.calls.statefulIsAuthorized({ ...asked, preparsedPolicySetId: this.nameOf(policies) });
    if (answer.type === 'failure') throw new Error(answer.errors.map(({ message }) => message).join('; '));
    const { decision, diagnostics } = answer.response;
    const [failed] = diagnostics.errors;
    if (failed !== undefined) {
      const message = `The rule ${failed.policyId} could not be judged, so nothing is permitted: ${failed.error.message}.`;
      return denied(policies, EVALUATION_FAILED, message);
    }
    const applying = diagnostics.reason.map((id) => ruleNamed(policies, id));
    const of = (effect: PolicyRule['effect']) => applying.filter((rule) => rule.effect === effect);
    if (decision !== 'allow') return verdictOf(policies, 'deny', of('deny'));
    if (of('permit').length === 0) return verdictOf(policies, 'deny', []);
    const asking = of('ask');
    return asking.length > 0
      ? verdictOf(policies, 'ask', asking)
      : verdictOf(policies, 'permit', of('permit'));
  }

  private nameOf(policies: CompiledPolicies): string {
    const known = this.kept.get(policies);
    const [oldest] = this.kept.size < MOST_KEPT ? [] : this.kept;
    const name = known ?? oldest?.[1] ?? `${this.scope}-${this.kept.size}`;
    if (known === undefined) {
      // Before it is parsed: a failure must not leave the name with two owners.
      if (oldest !== undefined) this.kept.delete(oldest[0]);
      const staticPolicies = Object.fromEntries([...policies.byId].map(([id, { text }]) => [id, text]));
      const parsed = this.calls.preparsePolicySet(name, { staticPolicies });
      if (parsed.type === 'failure') throw new Error(parsed.errors.map(({ message }) => message).join('; '));
    } else this.kept.delete(policies);
    this.kept.set(policies, name);
    return name;
  }
}

function ruleNamed({ byId }: CompiledPolicies, id: string): PolicyRule {
  const rule = byId.get(id);
  if (rule === undefined) throw new Error(`Cedar names a rule ${id} that there is not`);
  return rule;
}

function verdictOf(
  policies: CompiledPolicies,
  effect: PolicyVerdict['effect'],
  determining: readonly PolicyRule[],
): PolicyVerdict {
  if (determining.length === 0) return denied(policies, UNMATCHED, 'No rule permits it.');
  const rules = determining.map(({ id, effect: said, message }) => ({ id, effect: said, message }));
  const role = strictest(determining.flatMap((rule) => rule.role ?? []));
  const requiredRole = role === null ? {} : { requiredRole: role };
  const veto = effect === 'ask' && determining.every((rule) => rule.veto) ? { veto: true as const } : {};
  return { effect, rules: rules.sort(byName), policyVersion: policies.version, ...requiredRole, ...veto };
}

/** Of several rules that name a role, the one that stands last among the roles. */
function strictest(roles: readonly Role[]): Role | null {
  return ROLES.findLast((one) => roles.includes(one)) ?? null;
}

function byName(left: { readonly id: string }, right: { readonly id: string }): number {
  return left.id < right.id ? -1 : 1;
}

export function denied(
  { version }: { readonly version: string },
  id: string,
  message: string,
): PolicyVerdict {
  return { effect: 'deny', rules: [{ id, effect: 'deny', message }], policyVersion: version };
}
