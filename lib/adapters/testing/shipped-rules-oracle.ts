// The rules that Bulkhead ships, written a second time as plain functions: what the ones in Cedar are held against.
import type { PolicyVerdict } from '../../domain/admission';
import type { PolicyRequest } from '../../ports/policy';

type Rule = {
  readonly id: string;
  readonly effect: PolicyVerdict['effect'];
  readonly applies: (asked: PolicyRequest) => boolean;
};

const RULES: readonly Rule[] = [
  {
    id: 'floor.destructive',
    effect: 'deny',
    applies: ({ toolLabels }) => Object.hasOwn(toolLabels, 'destructive'),
  },
  {
    id: 'default.deny-negative-amount',
    effect: 'deny',
    applies: ({ amount }) => amount !== null && !(amount >= 0),
  },
  { id: 'default.ask-high-risk', effect: 'ask', applies: ({ risk }) => risk === 'high' },
  {
    id: 'default.ask-unsafe',
    effect: 'ask',
    applies: ({ effect, risk }) => effect === 'unsafe' && risk !== 'low',
  },
  {
    id: 'default.ask-tainted-exfiltration',
    effect: 'ask',
    applies: ({ tainted, privateDataSeen, externalSink }) => tainted && privateDataSeen && externalSink,
  },
  { id: 'default.permit-read', effect: 'permit', applies: ({ effect }) => effect === 'read' },
  { id: 'default.permit-effects', effect: 'permit', applies: ({ effect }) => effect !== 'read' },
];

/** Deny wins over ask, ask over permit. */
export function oracleOf(asked: PolicyRequest): { effect: PolicyVerdict['effect']; rules: string[] } {
  const applying = RULES.filter((rule) => rule.applies(asked));
  const effect = (['deny', 'ask', 'permit'] as const).find((one) =>
    applying.some((rule) => rule.effect === one),
  );
  const rules = applying.filter((rule) => rule.effect === effect).map(({ id }) => id);
  return { effect: effect ?? 'deny', rules: rules.sort() };
}
