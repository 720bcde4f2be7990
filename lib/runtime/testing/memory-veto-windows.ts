// Veto windows that end in memory, by the same rules as in the database; claims and edits are not kept here.
import { APPROVAL_MACHINE } from '@/lib/domain/approval';
import { transition } from '@/lib/domain/machine';
import type { RunInput } from '@/lib/domain/run-input';
import { agentScope, GLOBAL_SCOPE } from '@/lib/domain/stop';
import { SILENCE_HOLDS_MS } from '../veto-window';
import { type ApprovalRecord, endedInput, expireLate, type RunRecord } from './memory-records';
import type { MemoryStops } from './memory-stops';

type Kept = {
  readonly approvals: ReadonlyMap<string, ApprovalRecord>;
  readonly runs: ReadonlyMap<string, RunRecord>;
  readonly stops: MemoryStops;
};

/** Approvals whose time is over expire, windows end. @returns the runs that were told. */
export function endByTime(
  kept: Kept,
  limit: number,
  nowMs: number,
  tell: (runId: string, input: RunInput) => void,
): readonly string[] {
  const expired = expireLate([...kept.approvals.values()], limit, nowMs, tell);
  const over = [...kept.approvals.values()].filter((record) => isOver(record, kept, nowMs));
  const ended = over.slice(0, limit).map((record) => {
    const lost = lostBecause(record, kept, nowMs);
    record.status = transition(APPROVAL_MACHINE, record.status, lost === null ? 'unopposed' : 'superseded');
    tell(record.approval.runId, endedInput(record, lost === null ? 'unopposed' : 'window_lost', lost, nowMs));
    return record.approval.runId;
  });
  return [...expired, ...ended];
}

function isOver({ approval, status }: ApprovalRecord, { runs, stops }: Kept, nowMs: number): boolean {
  const { agent, request, runId } = approval;
  if (status !== 'pending' || request.onExpiry !== 'execute' || request.expiresAt === null) return false;
  if (Date.parse(request.expiresAt) > nowMs || stops.inWayOf(agent) !== null) return false;
  const reason = runs.get(runId)?.waiting?.reason;
  return reason !== 'paused' && reason !== 'limit';
}

function lostBecause({ approval }: ApprovalRecord, { stops }: Kept, nowMs: number): string | null {
  const endedMs = Date.parse(approval.request.expiresAt ?? '');
  const scopes: readonly string[] = [GLOBAL_SCOPE, agentScope(approval.agent)];
  const stopped = stops.current.stops.some(
    ({ scope, liftedAt }) => scopes.includes(scope) && liftedAt !== null && Date.parse(liftedAt) >= endedMs,
  );
  if (stopped) return 'It was stopped when its window ended.';
  return nowMs - endedMs > SILENCE_HOLDS_MS ? 'Nothing was running when its window ended.' : null;
}
