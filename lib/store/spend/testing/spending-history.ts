// Knows runs that spend money in ways that are hard to add up, for tests of sums: journal and holds are written by real commits, counted whenever told.
import { canonicalJson } from '../../../domain/canonical-json';
import type { JournalEntry } from '../../../domain/journal-payload';
import type { JournalRow } from '../../../domain/journal-row';
import type { TokenUsage } from '../../../domain/money';
import type { NewHold } from '../../../ports/budget-ledger';
import { newTestRun, sealAfter } from '../../../ports/testing/journal-builder';
import {
  aWorker,
  claimAs,
  commitOn,
  ended,
  failing,
  following,
  isoFromNow,
  letter,
  type OwnedRun,
} from '../../../ports/testing/run-store-scenario';
import { createTestIds } from '../../../ports/testing/test-ids';
import type { DatabaseHarness } from '../../runs/testing/harness';
import { type Attempt, rowsOf } from './spending-attempts';

const ids = createTestIds();

type Spender = {
  readonly runId: string;
  owned: OwnedRun | null;
  status: string;
  step: number;
  attempt: number;
  late: number;
};

export function createHistory(harness: DatabaseHarness) {
  const spenders: Spender[] = [];
  const pick = (of: number, fits: (spender: Spender) => boolean) => {
    const some = spenders.filter(fits);
    return some[of % some.length];
  };
  const owned = async (spender: Spender): Promise<OwnedRun> => {
    spender.owned ??= await claimAs(harness, await aWorker(harness), spender.runId);
    if (spender.owned === null) throw new Error('an open run can be claimed');
    return spender.owned;
  };
  const next = (spender: Spender, again: boolean) => {
    if (again && spender.step > 0) spender.attempt += 1;
    else {
      spender.step += 1;
      spender.attempt = 1;
    }
    return { step: spender.step, attempt: spender.attempt };
  };

  return {
    async start(agent: string, labels: Readonly<Record<string, string>>): Promise<void> {
      const runId = ids.timeOrdered();
      await harness.store.createRun({ ...newTestRun(runId, agent, isoFromNow(-1_000)), labels });
      spenders.push({ runId, owned: null, status: 'open', step: 0, attempt: 0, late: 0 });
    },
    /** One attempt of an open run: its intent with a hold, its result with the settlement. */
    async attempt(of: number, made: Attempt): Promise<void> {
      const spender = pick(of, ({ status }) => status === 'open');
      if (spender === undefined) return;
      const which = next(spender, made.again);
      const rows = rowsOf(made, which);
      const run = await owned(spender);
      const intent = sealAfter(run.runId, run.last, rows.intent, made.at, which.step);
      const begun = commitOn(run, { rows: [intent], holds: [holdOf(run.runId, which, made)] });
      await harness.store.commit(begun);
      const after = following(run, begun);
      const result = {
        ...sealAfter(run.runId, after.last, rows.result, made.at, which.step),
        ...rows.figures,
      };
      const { costMicroUsd } = rows.figures;
      const done = commitOn(after, {
        rows: [result],
        settlements: [
          { runId: run.runId, ...which, at: made.at, costMicroUsd, usage: rows.usage, ...rows.settled },
        ],
      });
      await harness.store.commit(done);
      spender.owned = following(after, done);
    },
    async end(of: number, status: 'failed' | 'cancelled' | 'succeeded'): Promise<void> {
      const spender = pick(of, (one) => one.status === 'open');
      if (spender === undefined) return;
      const run = await owned(spender);
      const commit = status === 'failed' ? failing(run) : ended(run);
      if (commit.exit?.kind !== 'end') throw new Error('it ends');
      const exit = { ...commit.exit, status, deadLetter: status === 'failed' ? letter() : null };
      await harness.store.commit({ ...commit, exit });
      spender.status = status;
      spender.owned = null;
    },
    async redrive(of: number): Promise<void> {
      const spender = pick(of, ({ status }) => status === 'failed');
      if (spender === undefined) return;
      await harness.redrive(spender.runId);
      spender.status = 'open';
    },
    /** What is charged when its run is over already. */
    async chargeLate(of: number, made: Attempt): Promise<void> {
      const spender = pick(of, ({ status }) => status !== 'open');
      if (spender === undefined) return;
      const which = next(spender, made.again);
      const rows = rowsOf(made, which);
      const [last] = (await harness.store.loadJournal(spender.runId)).slice(-1);
      const intent = sealAfter(spender.runId, last, rows.intent, made.at, which.step);
      await putRow(harness, intent, rows.intent);
      await putRow(
        harness,
        { ...sealAfter(spender.runId, intent, rows.result, made.at, which.step), ...rows.figures },
        rows.result,
      );
      await putHold(harness, holdOf(spender.runId, which, made), rows);
      spender.late += 1;
    },
  };
}
export type History = ReturnType<typeof createHistory>;

function holdOf(runId: string, which: { step: number; attempt: number }, made: Attempt): NewHold {
  const called = made.what === 'tool' || made.what === 'tool_error' ? 'tool' : 'model';
  const name = called === 'tool' ? made.tools[0] : made.model;
  return { runId, ...which, called, name, version: 1, allowances: [], heldMicroUsd: 9_000, at: made.at };
}

async function putRow({ db }: DatabaseHarness, row: JournalRow, { payload }: JournalEntry) {
  await db.pool.query(
    `INSERT INTO checkpoint (run_id, seq, kind, step, at, format, runtime_version, payload, payload_hash, prev_hash, hash, cost_micro_usd, tokens)
     VALUES ($1, $2, $3, $4, $5, 1, 'test', convert_to($6, 'UTF8'), $7, $8, $9, $10, $11)`,
    [
      row.runId,
      row.seq,
      row.kind,
      row.step,
      row.at,
      canonicalJson(payload),
      row.payloadHash,
      row.prevHash,
      row.hash,
      row.costMicroUsd,
      row.tokens,
    ],
  );
}

async function putHold(
  { db }: DatabaseHarness,
  hold: NewHold,
  { settled, figures, usage }: ReturnType<typeof rowsOf>,
) {
  const tokens = (key: keyof TokenUsage) => usage?.[key] ?? null;
  await db.pool.query(
    `INSERT INTO hold (run_id, step, attempt, called, name, version, allowances, held_micro_usd, held_at, settled_at, cost_micro_usd, estimated, outcome,
       input_tokens, output_tokens, cached_input_tokens, reasoning_tokens)
     VALUES ($1, $2, $3, $4, $5, 1, '{}', 9000, $6, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      hold.runId,
      hold.step,
      hold.attempt,
      hold.called,
      hold.name,
      hold.at,
      figures.costMicroUsd,
      settled.estimated,
      settled.outcome,
      tokens('inputTokens'),
      tokens('outputTokens'),
      tokens('cachedInputTokens'),
      tokens('reasoningTokens'),
    ],
  );
}
