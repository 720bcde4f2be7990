// Knows what a vote does to an approval: settles it, adds to its quorum, or starts the votes anew. Pure.
import type { ApprovalDecision, ApprovalStatus } from '../../domain/approval';

export type VoteEffect =
  | { readonly settles: Extract<ApprovalStatus, 'approved' | 'rejected' | 'answered'> }
  /** More people are needed. */
  | { readonly settles: null; readonly missing: number };

/**
 * One rejection rejects. Approvals add up to the quorum; an edit empties the votes before it and counts as the first one of its own. What
 * happened to an unknown outcome is settled when the quorum says the same.
 */
export function effectOfVote(
  decision: ApprovalDecision,
  quorum: number,
  /** Decisions of the present round, without this one. */
  votes: readonly ApprovalDecision[],
): VoteEffect {
  switch (decision) {
    case 'reject':
      return { settles: 'rejected' };
    case 'edit':
      return quorum <= 1 ? { settles: 'approved' } : { settles: null, missing: quorum - 1 };
    case 'approve': {
      const agreed = 1 + votes.filter((vote) => vote === 'approve' || vote === 'edit').length;
      return agreed >= quorum ? { settles: 'approved' } : { settles: null, missing: quorum - agreed };
    }
    // One answer is enough, whatever the calls of this agent need.
    case 'respond':
      return { settles: 'answered' };
    case 'happened':
    case 'did_not_happen':
    case 'compensate': {
      const agreed = 1 + votes.filter((vote) => vote === decision).length;
      return agreed >= quorum ? { settles: 'answered' } : { settles: null, missing: quorum - agreed };
    }
  }
}
