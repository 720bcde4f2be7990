// What a run is told when nobody decided in time and others are asked.
import { type AskedLevel, onExpiryAt } from './escalation';
import { SYSTEM_ACTOR } from './principal';
import type { RunInput } from './run-input';

export type EscalatedInput = Extract<RunInput, { type: 'escalated' }>;

/** What its time ran out on, at which level it stands, and the whole chain. */
export type Undecided = {
  readonly approvalId: string;
  readonly step: number;
  readonly level: number;
  readonly levels: readonly AskedLevel[];
};

/** The level that follows has its whole time from `nowMs` on, however late the last one was found. @throws Error where none follows. */
export function escalationOf({ approvalId, step, level, levels }: Undecided, nowMs: number): EscalatedInput {
  const next = levels[level];
  if (next === undefined) throw new Error(`nobody is asked after level ${level} of approval ${approvalId}`);
  return {
    type: 'escalated',
    by: SYSTEM_ACTOR,
    approvalId,
    step,
    level: level + 1,
    requiredRole: next.role,
    onExpiry: onExpiryAt(level + 1, levels),
    until: new Date(nowMs + next.expiresMs).toISOString(),
  };
}
