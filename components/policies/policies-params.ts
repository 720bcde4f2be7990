// What the page of the policy shows, as it stands in the URL.
import { parseAsInteger, parseAsString, parseAsStringLiteral } from 'nuqs';

export const POLICY_TABS = ['rules', 'draft', 'simulate', 'history'] as const;

export const policiesParsers = {
  tab: parseAsStringLiteral(POLICY_TABS).withDefault('rules'),
  /** The rule that is pointed at: from a step, an approval. */
  rule: parseAsString,
  /** The version that the rule was of, where it may be another than the active one. */
  version: parseAsInteger,
};
