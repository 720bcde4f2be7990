// The rules that hold where nobody has written others; refuses a call that no rule permits.
import type { PolicyVerdict } from '../../domain/admission';
import type { Policy, PolicyRequest } from '../../ports/policy';

export const DEFAULT_POLICY_VERSION = 'default-1';

type Rule = {
  readonly id: string;
  readonly effect: 'permit' | 'deny' | 'ask';
  readonly message: string;
  readonly applies: (request: PolicyRequest) => boolean;
};

/** Every rule that applies is gathered; deny wins over ask, ask over permit, and nothing at all is a denial. */
export const DEFAULT_RULES: readonly Rule[] = [
  {
    id: 'default.deny-negative-amount',
    effect: 'deny',
    message: 'The amount is negative or no number, so no threshold could hold it.',
    applies: ({ amount }) => amount !== null && !(amount >= 0),
  },
  {
    id: 'default.ask-high-risk',
    effect: 'ask',
    message: 'The tool is declared as high risk.',
    applies: ({ risk }) => risk === 'high',
  },
  {
    id: 'default.ask-unsafe',
    effect: 'ask',
    message:
      'The effect can neither be repeated safely nor looked up afterwards, and the tool is not low risk.',
    applies: ({ effect, risk }) => effect === 'unsafe' && risk !== 'low',
  },
  {
    id: 'default.ask-tainted-exfiltration',
    effect: 'ask',
    message: 'Untrusted text and private data are in the context, and what is sent leaves the organisation.',
    applies: ({ tainted, privateDataSeen, externalSink }) => tainted && privateDataSeen && externalSink,
  },
  {
    id: 'default.permit-read',
    effect: 'permit',
    message: 'A read changes nothing.',
    applies: ({ effect }) => effect === 'read',
  },
  {
    id: 'default.permit-effects',
    effect: 'permit',
    message: 'The tool declares its effect, and the agent is granted the tool.',
    applies: ({ effect }) => effect === 'idempotent' || effect === 'reconcilable' || effect === 'unsafe',
  },
];

const STRICTEST_FIRST = ['deny', 'ask', 'permit'] as const;

/** The verdict with the rules that determine it; those that were outweighed stay out, so that an approval isn't bound to them. */
export function judge(request: PolicyRequest, rules: readonly Rule[] = DEFAULT_RULES): PolicyVerdict {
  const applying = rules.filter((rule) => rule.applies(request));
  const effect = STRICTEST_FIRST.find((candidate) => applying.some((rule) => rule.effect === candidate));
  const determining = applying
    .filter((rule) => rule.effect === effect)
    .map(({ id, effect: ruleEffect, message }) => ({ id, effect: ruleEffect, message }));
  if (effect !== undefined) {
    return { effect, rules: determining, policyVersion: DEFAULT_POLICY_VERSION };
  }
  const unmatched = { id: 'default.deny-unmatched', effect: 'deny' as const, message: 'No rule permits it.' };
  return { effect: 'deny', rules: [unmatched], policyVersion: DEFAULT_POLICY_VERSION };
}

export const defaultPolicy: Policy = {
  async evaluate(request) {
    return judge(request);
  },
};
