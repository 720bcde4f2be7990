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
import { actorOf } from '../../domain/principal';
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
  { items, decision, reason, onCardMs }: DecideApprovalsBody,
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
  // What this very intent decided before its answer was lost is asked about no more.
  const fresh = approvals.filter((approval) => !isDecidedBy(context, approval));
  await requireBatch(context, fresh);
  if (decision === 'approve' && fresh.length > 0) await requireToApprove(context, fresh);
  const results: DecidedApprovals['results'] = [];
  for (const { id, payloadHash } of items) {
    const said = { approvalId: id, payloadHash, decision, ...given({ reason, onCardMs }) };
    try {
      const { status, planted } = await decideApproval(context, said, { leastQuorum: 1 });
      results.push({ id, decided: true, status, code: null, detail: null, planted });
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      const { code, message: detail } = error;
      const status = (await approvalsByIds(app.db, [id])).get(id)?.status ?? 'pending';
      results.push({ id, decided: false, status, code, detail, planted: null });
    }
  }
  return { results };
}

const given = ({ reason, onCardMs }: Pick<DecideApprovalsBody, 'reason' | 'onCardMs'>) => ({
  ...(reason === undefined ? {} : { reason }),
  ...(onCardMs === undefined ? {} : { onCardMs }),
});

function isDecidedBy({ intent, principal }: CommandContext, { decisions }: ApprovalShape): boolean {
  if (intent === null) return false;
  const { kind, id } = actorOf(principal);
  return decisions.some(
    ({ by, at }) => by.kind === kind && by.id === id && Date.parse(at) >= Date.parse(intent.startedAt),
  );
}

/** Before the first one: a batch that stops in the middle to ask for a password would be half a decision. Rejecting is never made harder. */
async function requireToApprove(context: CommandContext, approvals: readonly ApprovalShape[]): Promise<void> {
  const { app, principal } = context;
  const personId = personOf(principal);
  if (personId !== null && (await isBelowConsidered(app, personId)))
    throw new RequestError(
      'forbidden',
      'Your approvals of late were not considered enough to approve several at once: decide them one by one.',
    );
  await requireFreshProof(context, 'approvals.decide', amountOfAll(approvals));
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

/** Their sum, or many small ones would be let through where one large one is not; one that is not known counts as above any bound. */
function amountOfAll(approvals: readonly ApprovalShape[]) {
  const amounts = approvals.map(({ amount }) => amount);
  const amount = amounts.includes(null) ? null : amounts.reduce<number>((sum, one) => sum + (one ?? 0), 0);
  return { amount, unit: approvals[0]?.amountUnit ?? null };
}
