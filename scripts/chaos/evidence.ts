// What a chaos leaves behind, read from the database by who stands beside it: heads of runs, journals, inputs, the effect ledger.
import type { Pool } from 'pg';
import type { JournalRow } from '../../lib/domain/journal-row';
import type { JsonValue } from '../../lib/domain/json';
import type { RunStatus, Trigger } from '../../lib/domain/run';
import { createPool } from '../../lib/store/pool';
import { loadJournal, readInputs } from '../../lib/store/runs/load-journal';
import type { Accepted, People } from './people';
import type { Happened, Receiver } from './receiver';
import { gatherRecords, type Records } from './records';
import type { Visit } from './traffic';
import type { BudgetLook, Treasurer } from './treasurer';

export type RunHead = {
  readonly runId: string;
  readonly status: RunStatus;
  readonly trigger: Trigger;
  readonly waiting: unknown;
  readonly output: JsonValue | null;
  readonly errorCode: string | null;
  readonly agent: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly costMicroUsd: number;
  readonly steps: number;
  readonly toolCalls: number;
};
export type LedgerRow = {
  readonly tool: string;
  readonly key: string;
  readonly runId: string;
  readonly status: string;
};
export type Evidence = {
  readonly accepted: readonly Accepted[];
  readonly heads: ReadonlyMap<string, RunHead>;
  readonly journals: ReadonlyMap<string, readonly JournalRow[]>;
  /** Types of what was told to each run, in order of arrival. */
  readonly inputs: ReadonlyMap<string, readonly string[]>;
  readonly ledger: readonly LedgerRow[];
  readonly happened: readonly Happened[];
  readonly records: Records;
  /** As the receiver saw it: how many were at work at once at each place, who worked on what, which mails have a ticket. */
  readonly atOnce: ReadonlyMap<string, number>;
  readonly visits: readonly Visit[];
  readonly tickets: readonly string[];
  /** How often a run's pill ended a process, by its ref; how many labels were asked for while none were printed. */
  readonly poisoned: ReadonlyMap<string, number>;
  readonly refusedWhileDown: number;
  /** What the model answered, by the ref of the run. */
  readonly answered: ReadonlyMap<string, number>;
  /** Budgets as they stood while it lasted, in one look each. */
  readonly looks: readonly BudgetLook[];
};

export async function gatherEvidence(
  url: string,
  { accepted }: Pick<People, 'accepted'>,
  { looks }: Pick<Treasurer, 'looks'>,
  { happened, traffic, tickets, poisoned, mischief, answered }: Receiver,
): Promise<Evidence> {
  const pool = createPool({ url, size: 4 });
  try {
    const heads = await pool.query<RunHead>(
      `SELECT id AS "runId", status, trigger, waiting, output, error_code AS "errorCode", agent, labels, cost_micro_usd AS "costMicroUsd", steps, tool_calls AS "toolCalls" FROM run`,
    );
    const ledger = await pool.query<LedgerRow>('SELECT tool, key, run_id AS "runId", status FROM effect');
    const journals = new Map<string, readonly JournalRow[]>();
    const inputs = new Map<string, readonly string[]>();
    for (const { runId } of heads.rows) {
      journals.set(runId, await loadJournal(pool, runId));
      inputs.set(
        runId,
        (await readInputs(pool, runId, 0)).map(({ input }) => input.type),
      );
    }
    return {
      accepted,
      happened,
      heads: new Map(heads.rows.map((head) => [head.runId, head])),
      journals,
      inputs,
      ledger: ledger.rows,
      records: await gatherRecords(pool),
      atOnce: traffic.most,
      visits: traffic.visits,
      tickets,
      poisoned,
      refusedWhileDown: mischief.refusedWhileDown,
      answered,
      looks,
    };
  } finally {
    await pool.end();
  }
}

/** Runs that have not ended, cheaply: what is asked again and again while everything settles. */
export async function openRuns(pool: Pool): Promise<{ readonly open: number; readonly rows: number }> {
  const { rows } = await pool.query<{ open: number; rows: number }>(
    `SELECT (SELECT count(*)::int FROM run WHERE status NOT IN ('succeeded', 'failed', 'cancelled')) AS open,
       (SELECT count(*)::int FROM checkpoint) AS rows`,
  );
  return rows[0] ?? { open: 0, rows: 0 };
}
