// What a chaos leaves in the database beside runs and ledger: events and their waits, breakers' changes, dead letters, what people were asked and what stands in the audit log.
import type { Pool } from 'pg';
import type { BreakerState } from '../../lib/domain/breaker';
import type { BudgetScope } from '../../lib/domain/budget';
import type { WaitStatus } from '../../lib/domain/event-wait';

export type EventRecord = { readonly id: string; readonly correlationKey: string };
export type WaitRecord = {
  readonly runId: string;
  readonly step: number;
  readonly correlationKey: string;
  readonly status: WaitStatus;
  /** The event that it got. */
  readonly eventId: string | null;
};
export type BreakerChangeRecord = {
  readonly key: string;
  readonly epoch: number;
  readonly from: BreakerState;
  readonly to: BreakerState;
};
export type LetterRecord = { readonly runId: string; readonly code: string; readonly state: string };
export type QuestionRecord = {
  readonly id: string;
  readonly runId: string;
  readonly kind: 'tool_call' | 'unknown_outcome';
  readonly tool: string;
  readonly status: string;
};
/** A decision as the audit log has it. */
export type DecisionRecord = {
  readonly approvalId: string;
  readonly decision: string;
  readonly tool: string;
};

/** What is spent and held of a budget, by its period. */
export type BudgetRecord = {
  readonly scope: BudgetScope;
  readonly limitMicroUsd: number;
  readonly spentMicroUsd: number;
  readonly heldMicroUsd: number;
  readonly overrunMicroUsd: number;
};
/** What is held for a call. */
export type HoldRecord = { readonly runId: string; readonly step: number; readonly attempt: number };

export type Records = {
  readonly events: readonly EventRecord[];
  readonly waits: readonly WaitRecord[];
  /** In the order in which each breaker changed. */
  readonly breakerChanges: readonly BreakerChangeRecord[];
  readonly letters: readonly LetterRecord[];
  readonly questions: readonly QuestionRecord[];
  readonly decisions: readonly DecisionRecord[];
  readonly budgets: readonly BudgetRecord[];
  readonly holds: readonly HoldRecord[];
};

export async function gatherRecords(pool: Pool): Promise<Records> {
  const rows = async <R extends object>(text: string) => (await pool.query<R>(text)).rows;
  return {
    events: await rows<EventRecord>('SELECT id, correlation_key AS "correlationKey" FROM signal'),
    waits: await rows<WaitRecord>(
      `SELECT run_id AS "runId", step, correlation_key AS "correlationKey", status, signal_id AS "eventId" FROM event_wait`,
    ),
    breakerChanges: await rows<BreakerChangeRecord>(
      'SELECT key, epoch, from_state AS "from", to_state AS "to" FROM breaker_change ORDER BY key, epoch',
    ),
    letters: await rows<LetterRecord>('SELECT run_id AS "runId", code, state FROM dead_letter'),
    questions: await rows<QuestionRecord>('SELECT id, run_id AS "runId", kind, tool, status FROM approval'),
    decisions: await rows<DecisionRecord>(
      `SELECT entity_id AS "approvalId", after->>'decision' AS decision, after->>'tool' AS tool FROM audit_event
       WHERE action = 'approval.decide'`,
    ),
    budgets: await rows<BudgetRecord>(
      `SELECT scope, limit_micro_usd AS "limitMicroUsd", spent_micro_usd AS "spentMicroUsd", held_micro_usd AS "heldMicroUsd",
         overrun_micro_usd AS "overrunMicroUsd" FROM budget_period JOIN budget USING (scope, period)`,
    ),
    holds: await rows<HoldRecord>('SELECT run_id AS "runId", step, attempt FROM hold'),
  };
}
