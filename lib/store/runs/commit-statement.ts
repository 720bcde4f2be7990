// Knows the one statement that writes a batch of commits: heads first, everything else joins the heads that were taken.
import type { EffectCompletion } from '../../ports/effect-ledger';
import type { NewApproval, RunCommit } from '../../ports/run-store';
import { APPROVALS, ASK, CLOSE, CLOSINGS, type Closing } from './approval-sections';
import { CLAIMS, COMPLETE, COMPLETIONS, claimStatement, type PlacedClaim } from './effect-sections';
import { EXITS, LEAVE, LOCK_LEAVING, type PlacedExit } from './exit-section';
import { INSERT_CHECKPOINT, JOURNAL, JOURNAL_VALUES, type PlacedRow } from './journal-section';
import { relationOf, type Section, valuesOf } from './sections';

export type Statement = { readonly name: string; readonly text: string; readonly values: unknown[] };

/** What the statement answers: one row. `claims` are positions in the batch's claims, `attempts` the count at the same place. */
export type BatchAnswer = {
  readonly heads: readonly string[];
  readonly claims: readonly number[];
  readonly attempts: readonly number[];
  readonly exits: readonly string[];
};

export type BatchParts = {
  readonly journal: readonly PlacedRow[];
  readonly claims: readonly PlacedClaim[];
  readonly completions: readonly EffectCompletion[];
  readonly approvals: readonly NewApproval[];
  readonly closings: readonly Closing[];
  readonly exits: readonly PlacedExit[];
};

/** The parts of a batch, runs in the order of their ids, so that two processes take index entries in the same order. */
export function partsOf(batch: readonly RunCommit[]): BatchParts {
  const commits = batch.length < 2 ? batch : [...batch].sort((a, b) => (a.runId < b.runId ? -1 : 1));
  let place = 0;
  return {
    journal: commits.flatMap((c) => c.rows.map((row, i) => ({ head: i === 0, row }))),
    claims: commits.flatMap((c) => c.effectClaims.map((claim, index) => ({ place: place++, index, claim }))),
    completions: commits.flatMap((c) => c.effectCompletions),
    approvals: commits.flatMap((c) => c.approvals),
    closings: commits.flatMap((c) => c.closedApprovals.map((closed) => ({ runId: c.runId, ...closed }))),
    exits: commits.flatMap((c) =>
      c.exit === null ? [] : [{ runId: c.runId, fence: c.fence, bare: c.rows.length === 0, exit: c.exit }],
    ),
  };
}

/** Parts that are seldom there are left out of the text: an idle sub-statement costs too. Each combination is one named statement. */
export function commitStatement(parts: BatchParts): Statement {
  const follow = parts.journal.some(({ head }) => !head);
  const shape = [
    'j',
    follow ? 'f' : '',
    parts.completions.length > 0 ? 'd' : '',
    parts.claims.length > 0 ? 'c' : '',
    parts.approvals.length > 0 ? 'a' : '',
    parts.closings.length > 0 ? 'z' : '',
    parts.exits.length > 0 ? 'x' : '',
  ].join('');
  const known = TEXTS.get(shape);
  const text = known ?? textOf(shape);
  if (known === undefined) TEXTS.set(shape, text);
  return { name: `commit_${shape}`, text, values: valuesFor(shape, parts) };
}

const TEXTS = new Map<string, string>();

function valuesFor(shape: string, parts: BatchParts): unknown[] {
  return [
    ...valuesOf(JOURNAL, parts.journal),
    ...(shape.includes('d') ? valuesOf(COMPLETIONS, parts.completions) : []),
    ...(shape.includes('c') ? valuesOf(CLAIMS, parts.claims) : []),
    ...(shape.includes('a') ? valuesOf(APPROVALS, parts.approvals) : []),
    ...(shape.includes('z') ? valuesOf(CLOSINGS, parts.closings) : []),
    ...(shape.includes('x') ? valuesOf(EXITS, parts.exits) : []),
  ];
}

function textOf(shape: string): string {
  let next = 1;
  const ctes: string[] = [];
  const relation = <T>(section: Section<T>) => {
    ctes.push(`${section.name} AS MATERIALIZED (SELECT * FROM ${relationOf(section, next)})`);
    next += section.columns.length;
  };
  relation(JOURNAL);
  if (shape.includes('d')) relation(COMPLETIONS);
  if (shape.includes('c')) relation(CLAIMS);
  if (shape.includes('a')) relation(APPROVALS);
  if (shape.includes('z')) relation(CLOSINGS);
  if (shape.includes('x')) {
    relation(EXITS);
    ctes.push(`locked AS MATERIALIZED (${LOCK_LEAVING})`);
  }
  // Counting the locked rows makes them be locked before the first head is written.
  const lockFirst = shape.includes('x') ? 'AND (SELECT count(*) FROM locked) >= 0' : '';
  ctes.push(`heads AS (${INSERT_CHECKPOINT} SELECT ${JOURNAL_VALUES} FROM journal j WHERE j.head ${lockFirst}
    ON CONFLICT DO NOTHING RETURNING run_id)`);
  if (shape.includes('f')) {
    ctes.push(`follow AS (${INSERT_CHECKPOINT} SELECT ${JOURNAL_VALUES} FROM journal j JOIN heads USING (run_id)
      WHERE NOT j.head)`);
  }
  if (shape.includes('d')) ctes.push(`completed AS (${COMPLETE})`);
  if (shape.includes('c')) ctes.push(`claimed AS (${claimStatement('claim JOIN heads USING (run_id)')})`);
  if (shape.includes('a')) ctes.push(`asking AS (${ASK})`);
  if (shape.includes('z')) ctes.push(`closed AS (${CLOSE})`);
  if (shape.includes('x')) ctes.push(`left_now AS (${LEAVE})`);
  const none = `'{}'`;
  const won = `FROM claimed JOIN claim USING (scope, key, run_id, step)`;
  const list = (expression: string, from: string) =>
    `coalesce((SELECT array_agg(${expression}) ${from}), '{}')`;
  return `WITH ${ctes.join(',\n')}
    SELECT ${list('run_id::text', 'FROM heads')} AS heads,
      ${shape.includes('c') ? list('place ORDER BY place', won) : none}::int[] AS claims,
      ${shape.includes('c') ? list('attempts ORDER BY place', won) : none}::int[] AS attempts,
      ${shape.includes('x') ? list('id::text', 'FROM left_now') : none}::text[] AS exits`;
}
