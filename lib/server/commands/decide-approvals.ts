// A person decides several calls that are alike with one word: each in a transaction of its own, on exactly what was shown of it.
import 'server-only';
import type { ApprovalShape } from '../../contract/approval';
import {
  batchCandidate,
  type DecideApprovalsBody,
  type DecidedApprovals,
} from '../../contract/approval-batch';
import { batchRefusal } from '../../domain/approval-batch';
import { RequestError } from '../../domain/errors';
import { approvalsByIds } from '../../store/read/list-approvals';
import { requireFreshProof } from '../auth/require-fresh-proof';
import { personOf, requireScope } from '../authorize';
import { isBelowConsidered } from '../queries/read-considered';
import type { CommandContext } from './command-context';
import { decideApproval } from './decide-approval';

/**
 * All or none are taken up; then each is decided for itself, and what somebody else decided meanwhile, or what changed, is told at its place.
 * A second call under the same intent finds its own decisions and says the same.
 * @throws RequestError not_found, conflict where they are not alike or may not be decided together, forbidden.
 */
export async function decideApprovals(
  context: CommandContext,
  { items, decision, reason }: DecideApprovalsBody,
): Promise<DecidedApprovals> {
  const { app, principal } = context;
  requireScope(principal, 'approvals:decide');
  const known = await approvalsByIds(
    app.db,
    items.map(({ id }) => id),
  );
  const approvals = items.map(({ id }) => {
    const approval = known.get(id);
    if (approval === undefined) throw new RequestError('not_found', `There is no approval ${id}.`);
    return approval;
  });
  await requireBatch(context, approvals);
  const personId = personOf(principal);
  if (personId !== null && (await isBelowConsidered(app, personId)))
    throw new RequestError(
      'forbidden',
      'Your approvals of late were not considered enough to decide several at once: decide them one by one.',
    );
  // Before the first one: a batch that stops in the middle to ask for a password would be half a decision.
  if (decision === 'approve')
    await requireFreshProof(context, 'approvals.decide', {
      amount: largestAmount(approvals),
      // Calls of one version of one tool.
      unit: approvals[0]?.amountUnit ?? null,
    });
  const results: DecidedApprovals['results'] = [];
  for (const { id, payloadHash } of items) {
    const said = { approvalId: id, payloadHash, decision, ...(reason === undefined ? {} : { reason }) };
    try {
      const { status } = await decideApproval(context, said);
      results.push({ id, decided: true, status, code: null, detail: null });
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      const { code, message: detail } = error;
      const status = (await approvalsByIds(app.db, [id])).get(id)?.status ?? 'pending';
      results.push({ id, decided: false, status, code, detail });
    }
  }
  return { results };
}

async function requireBatch({ app }: CommandContext, approvals: readonly ApprovalShape[]): Promise<void> {
  const refused = batchRefusal(approvals.map(batchCandidate));
  if (refused !== null) throw notTogether(refused.id, refused.reason);
  const [first] = approvals;
  if (first === undefined) return;
  const versions = new Set(approvals.map(({ agentVersion }) => agentVersion));
  for (const version of versions) {
    const agent = await app.catalog.agentVersion(first.agent, version);
    if (agent?.definition.escalation.batch === 'never')
      throw notTogether(first.id, `${first.agent} has its calls decided one by one (escalation.batch).`);
  }
}

const notTogether = (id: string, reason: string): RequestError =>
  new RequestError('conflict', `These are not decided together. ${reason}`, [], { approvalId: id });

/** One that is not known counts as above any bound. */
function largestAmount(approvals: readonly ApprovalShape[]): number | null {
  const amounts = approvals.map(({ amount }) => amount);
  return amounts.includes(null) ? null : Math.max(...amounts.map((amount) => amount ?? 0));
}
