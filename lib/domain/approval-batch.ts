// Which calls one decision may take together: alike in all that a person weighs, and nothing that needs a look of its own; refuses the rest by name.
import type { ApprovalKind } from './approval';
import type { Role } from './principal';
import { SAMPLE_RULE } from './sampling';

/** More than that nobody has looked at. */
export const MOST_IN_A_BATCH = 20;

/** What is weighed of one approval. `rules`: why it was held. */
export type BatchCandidate = {
  readonly id: string;
  readonly kind: ApprovalKind;
  readonly agent: string;
  readonly tool: string;
  readonly toolVersion: number;
  readonly rules: readonly string[];
  readonly tainted: boolean;
  readonly requiredRole: Role;
  readonly quorum: number;
};

/** Reasons that ask for a look at this very call: high risk, what can't be repeated or checked, and the draw, which looks at nothing else. */
const ALONE: readonly string[] = ['tool.risk', 'tool.effect', SAMPLE_RULE];

/** Why this one is decided on its own, in plain words; null where it may go along with others like it. */
export function whyAlone(candidate: BatchCandidate): string | null {
  if (candidate.kind !== 'tool_call') return 'What is no call that waits is answered one by one.';
  if (candidate.tainted) return 'Text from outsiders had a part in it: it is decided on its own.';
  if (candidate.quorum > 1) return 'It needs several people, each of whom looks at it on its own.';
  if (candidate.rules.some((rule) => ALONE.includes(rule)))
    return candidate.rules.includes(SAMPLE_RULE)
      ? 'It was drawn to be looked at on its own.'
      : `${candidate.tool} is too risky to decide several calls at once.`;
  return null;
}

/** What differs from the first one of a batch, in plain words; null where they are alike. */
export function whyUnlike(first: BatchCandidate, other: BatchCandidate): string | null {
  if (other.agent !== first.agent) return `It is a call of ${other.agent}, not of ${first.agent}.`;
  if (other.tool !== first.tool) return `It calls ${other.tool}, not ${first.tool}.`;
  if (other.toolVersion !== first.toolVersion)
    return `It calls version ${other.toolVersion} of ${other.tool}, not ${first.toolVersion}.`;
  if (rulesOf(other) !== rulesOf(first)) return 'It was held for other reasons.';
  if (other.requiredRole !== first.requiredRole)
    return `It needs the role ${other.requiredRole}, not ${first.requiredRole}.`;
  return null;
}

/** The first one that may not be decided with the others, and why; null where all may. */
export function batchRefusal(
  candidates: readonly BatchCandidate[],
): { readonly id: string; readonly reason: string } | null {
  const [first] = candidates;
  for (const candidate of candidates) {
    const reason = whyAlone(candidate) ?? (first === undefined ? null : whyUnlike(first, candidate));
    if (reason !== null) return { id: candidate.id, reason };
  }
  return null;
}

const rulesOf = ({ rules }: BatchCandidate): string => [...new Set(rules)].sort().join('\n');
