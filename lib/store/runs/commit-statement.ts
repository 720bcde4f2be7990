// Knows the one statement that writes a batch of commits: heads first, everything else joins the heads that were taken.
import type { EffectCompletion } from '../../ports/effect-ledger';
import type { NewApproval, RunCommit } from '../../ports/run-store';
import { APPROVALS, askStatement, CLOSINGS, type Closing, closeStatement } from './approval-sections';
import {
  CLAIMS,
  CLAIMS_WITH_RESOURCE,
  COMPLETIONS,
  claimStatement,
  claimsSectionOf,
  claimWithResourceStatement,
  completeStatement,
  type PlacedClaim,
} from './effect-sections';
import {
  EXITS,
  LOCK_LEAVING,
  leaveStatement,
  letterOf,
  type PlacedExit,
  WRITE_LETTERS,
} from './exit-section';
import { INSERT_CHECKPOINT, JOURNAL, JOURNAL_VALUES, type PlacedRow } from './journal-section';
import { relationOf, type Section, valuesOf } from './sections';
import {
  CLOSED_WAITS,
  type ClosedWait,
  closeWaitStatement,
  OPENED_WAITS,
  type OpenedWait,
  openWaitStatement,
} from './wait-sections';

export type Statement = { readonly name: string; readonly text: string; readonly values: unknown[] };

/** What the statement answers: one row, or none when there was nothing but journal rows. Claimed keys are the same place in four lists. */
export type BatchAnswer = {
  /** Null where all heads were taken. */
  readonly heads: readonly string[] | null;
  readonly exits: readonly string[];
  readonly keys?: readonly string[] | null;
  readonly runs?: readonly string[] | null;
  readonly steps?: readonly number[] | null;
  readonly attempts?: readonly number[] | null;
};

export type BatchParts = {
  readonly journal: readonly PlacedRow[];
  readonly claims: readonly PlacedClaim[];
  readonly completions: readonly EffectCompletion[];
  readonly approvals: readonly NewApproval[];
  readonly closings: readonly Closing[];
  readonly openedWaits: readonly OpenedWait[];
  readonly closedWaits: readonly ClosedWait[];
  readonly exits: readonly PlacedExit[];
};

/**
 * The parts of a batch, runs in the order of their ids, so that two processes take index entries in the same order. `sparing`: claims of resources
 * are left out, to be made one by one.
 */
export function partsOf(batch: readonly RunCommit[], sparing: 'resources' | 'nothing'): BatchParts {
  const commits = batch.length < 2 ? batch : [...batch].sort((a, b) => (a.runId < b.runId ? -1 : 1));
  let place = 0;
  return {
    journal: commits.flatMap((c) => c.rows.map((row, i) => ({ head: i === 0, row }))),
    claims: commits
      .flatMap((c) => c.effectClaims.map((claim) => ({ place: place++, claim })))
      .filter(({ claim }) => sparing === 'nothing' || claim.resource === undefined),
    completions: commits.flatMap((c) => c.effectCompletions),
    approvals: commits.flatMap((c) => c.approvals),
    closings: commits.flatMap((c) => c.closedApprovals.map((closed) => ({ runId: c.runId, ...closed }))),
    openedWaits: commits.flatMap((c) => c.openedWaits.map((wait) => ({ runId: c.runId, ...wait }))),
    closedWaits: commits.flatMap((c) => c.closedWaits.map((id) => ({ runId: c.runId, id }))),
    exits: commits.flatMap((c) =>
      c.exit === null ? [] : [{ runId: c.runId, fence: c.fence, bare: c.rows.length === 0, exit: c.exit }],
    ),
  };
}

/**
 * swift: all rows in one insert, which fails as a whole when a single head is taken. careful: heads first, and what belongs to a refused head
 * is left out. Losing a head is rare, and swift takes two thirds of the time.
 */
export type Manner = 'swift' | 'careful';

/** Parts that are not there are left out of the text: an idle sub-statement costs too. Each combination is one named statement. */
export function commitStatement(parts: BatchParts, manner: Manner): Statement {
  const claimsSection = claimsSectionOf(parts.claims);
  const shape: Shape = {
    manner,
    completions: parts.completions.length > 0,
    claims: parts.claims.length > 0,
    resources: claimsSection === CLAIMS_WITH_RESOURCE,
    approvals: parts.approvals.length > 0,
    closings: parts.closings.length > 0,
    openedWaits: parts.openedWaits.length > 0,
    closedWaits: parts.closedWaits.length > 0,
    exits: parts.exits.length > 0,
    letters: parts.exits.some(({ exit }) => letterOf(exit) !== null),
  };
  const name = nameOf(shape);
  const known = TEXTS.get(name);
  const text = known ?? textOf(shape);
  if (known === undefined) TEXTS.set(name, text);
  const values = [
    ...valuesOf(JOURNAL, parts.journal),
    ...(shape.completions ? valuesOf(COMPLETIONS, parts.completions) : []),
    ...(shape.claims ? valuesOf(claimsSection, parts.claims) : []),
    ...(shape.approvals ? valuesOf(APPROVALS, parts.approvals) : []),
    ...(shape.closings ? valuesOf(CLOSINGS, parts.closings) : []),
    ...(shape.openedWaits ? valuesOf(OPENED_WAITS, parts.openedWaits) : []),
    ...(shape.closedWaits ? valuesOf(CLOSED_WAITS, parts.closedWaits) : []),
    ...(shape.exits ? valuesOf(EXITS, parts.exits) : []),
  ];
  return { name, text, values };
}

type Shape = { readonly manner: Manner } & {
  readonly [P in Exclude<keyof BatchParts, 'journal'> | 'letters' | 'resources']: boolean;
};

const TEXTS = new Map<string, string>();

const nameOf = ({ manner, ...parts }: Shape) =>
  ['commit', manner, ...Object.entries(parts).flatMap(([part, there]) => (there ? [part] : []))].join('_');

function textOf(shape: Shape): string {
  const careful = shape.manner === 'careful';
  let next = 1;
  const relation = <T>(section: Section<T>) => {
    const text = relationOf(section, next);
    next += section.columns.length;
    return text;
  };
  const accepted = <T>(section: Section<T>) =>
    `${relation(section)}${careful ? ' JOIN heads USING (run_id)' : ''}`;
  const journal = relation(JOURNAL);
  const satellites: string[] = [];
  if (shape.completions) satellites.push(`completed AS (${completeStatement(accepted(COMPLETIONS))})`);
  if (shape.resources)
    satellites.push(`claimed AS (${claimWithResourceStatement(accepted(CLAIMS_WITH_RESOURCE))})`);
  else if (shape.claims) satellites.push(`claimed AS (${claimStatement(accepted(CLAIMS))})`);
  if (shape.approvals) satellites.push(`asking AS (${askStatement(accepted(APPROVALS))})`);
  if (shape.closings) satellites.push(`closed AS (${closeStatement(accepted(CLOSINGS))})`);
  if (shape.openedWaits) satellites.push(`opened_now AS (${openWaitStatement(accepted(OPENED_WAITS))})`);
  if (shape.closedWaits) satellites.push(`closed_now AS (${closeWaitStatement(accepted(CLOSED_WAITS))})`);
  const locks: string[] = [];
  if (shape.exits) {
    locks.push(`leaving AS MATERIALIZED (SELECT * FROM ${relation(EXITS)})`);
    locks.push(`locked AS MATERIALIZED (${LOCK_LEAVING})`);
    satellites.push(`left_now AS (${leaveStatement(careful ? TAKEN : 'true')})`);
    if (shape.letters) satellites.push(`lettered AS (${WRITE_LETTERS})`);
  }
  if (!careful && satellites.length === 0) return insertRows(journal);
  const rows = careful
    ? carefulRows(journal, shape)
    : [`placed AS (${insertRows(journal, lockFirst(shape))})`];
  return `WITH ${[...locks, ...rows, ...satellites].join(',\n')} ${answerOf(shape)}`;
}

/** Counting the locked rows makes them be locked before the first journal row is written. */
const lockFirst = ({ exits }: Shape) => (exits ? '(SELECT count(*) FROM locked) >= 0' : 'true');
const TAKEN = '(l.bare OR EXISTS (SELECT 1 FROM heads h WHERE h.run_id = l.run_id))';

const insertRows = (from: string, condition = 'true') =>
  `${INSERT_CHECKPOINT} SELECT ${JOURNAL_VALUES} FROM ${from} WHERE ${condition}`;

const carefulRows = (journal: string, shape: Shape) => [
  `journal AS MATERIALIZED (SELECT * FROM ${journal})`,
  `heads AS (${insertRows('journal', `head AND ${lockFirst(shape)}`)} ON CONFLICT DO NOTHING RETURNING run_id)`,
  `follow AS (${insertRows('journal JOIN heads USING (run_id)', 'NOT head')})`,
];

function answerOf(shape: Shape): string {
  const list = (expression: string, from: string) =>
    `coalesce((SELECT array_agg(${expression}) FROM ${from}), '{}')`;
  const columns = [
    shape.manner === 'careful' ? `${list('run_id::text', 'heads')} AS heads` : `NULL AS heads`,
    `${shape.exits ? list('id::text', 'left_now') : `'{}'::text[]`} AS exits`,
    ...(shape.claims
      ? [
          `array_agg(scope || E'\\n' || key) AS keys`,
          'array_agg(run_id::text) AS runs',
          'array_agg(step) AS steps',
          'array_agg(attempts) AS attempts',
        ]
      : []),
  ];
  return `SELECT ${columns.join(', ')} ${shape.claims ? 'FROM claimed' : ''}`;
}
