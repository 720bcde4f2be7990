// Knows what a batch of commits consists of beside its journal rows, and the sub-statements that write each of it.
import type { HoldSettlement, NewHold } from '../../ports/budget-ledger';
import type { EffectCompletion } from '../../ports/effect-ledger';
import type { SparedRead } from '../../ports/kept-results';
import type { PolicyDifference } from '../../ports/policy';
import type { NewApproval, RunCommit } from '../../ports/run-store';
import { FAILURES, type FailureRow, noteFailuresStatement, tellsFailure } from '../errors/failure-rows';
import {
  BUMP_WINDOWS,
  COUNT_AMOUNTS,
  type CountedAmount,
  MAKE_AMOUNTS,
  RELEASE_AMOUNTS,
  type SettledAmount,
  WINDOW_COUNTS,
  WINDOW_SETTLES,
} from '../windows/window-sections';
import { APPROVALS, askStatement, CLOSINGS, type Closing, closeStatement } from './approval-sections';
import { DIFFERENCES, noteDifferenceStatement } from './difference-section';
import {
  CLAIMS,
  CLAIMS_WITH_RESOURCE,
  COMPLETIONS,
  claimStatement,
  claimsSectionOf,
  claimWithResourceStatement,
  completeStatement,
  type PlacedClaim,
  standing,
} from './effect-sections';
import { EXITS, leaveStatement, letterOf, type PlacedExit, WRITE_LETTERS } from './exit-section';
import { HOLDS, holdStatement, LEASED, SETTLEMENTS, settleStatement } from './hold-sections';
import type { PlacedRow } from './journal-section';
import { type Section, valuesOf } from './sections';
import { SPARED, spareStatement } from './spared-section';
import {
  CLOSED_WAITS,
  type ClosedWait,
  closeWaitStatement,
  OPENED_WAITS,
  type OpenedWait,
  openWaitStatement,
} from './wait-sections';

export type BatchParts = {
  readonly journal: readonly PlacedRow[];
  readonly claims: readonly PlacedClaim[];
  readonly completions: readonly EffectCompletion[];
  readonly approvals: readonly NewApproval[];
  readonly closings: readonly Closing[];
  readonly openedWaits: readonly OpenedWait[];
  readonly closedWaits: readonly ClosedWait[];
  readonly holds: readonly NewHold[];
  readonly settlements: readonly HoldSettlement[];
  readonly differences: readonly PolicyDifference[];
  readonly spared: readonly SparedRead[];
  readonly windowCounts: readonly CountedAmount[];
  readonly windowSettles: readonly SettledAmount[];
  readonly failures: readonly FailureRow[];
  readonly exits: readonly PlacedExit[];
};

/**
 * The parts of a batch, runs in the order of their ids, so that two processes take index entries in the same order. `sparing`: claims of resources
 * are left out, to be made one by one.
 */
export function partsOf(batch: readonly RunCommit[], sparing: 'resources' | 'nothing'): BatchParts {
  const commits = batch.length < 2 ? batch : [...batch].sort((a, b) => (a.runId < b.runId ? -1 : 1));
  const windows = commits.flatMap((c) => c.windowChanges ?? []);
  let place = 0;
  return {
    journal: commits.flatMap((c) => c.rows.map((row, i) => ({ head: i === 0, row }))),
    claims: commits
      .flatMap((c) => c.effectClaims.map((claim) => ({ place: place++, claim })))
      .filter(({ claim }) => sparing === 'nothing' || claim.resource === undefined),
    completions: commits.flatMap((c) => standing(c.effectCompletions)),
    approvals: commits.flatMap((c) => c.approvals),
    closings: commits.flatMap((c) => c.closedApprovals.map((closed) => ({ runId: c.runId, ...closed }))),
    openedWaits: commits.flatMap((c) => c.openedWaits.map((wait) => ({ runId: c.runId, ...wait }))),
    closedWaits: commits.flatMap((c) => c.closedWaits.map((id) => ({ runId: c.runId, id }))),
    holds: commits.flatMap((c) => c.holds),
    settlements: commits.flatMap((c) => c.settlements),
    differences: commits.flatMap((c) => c.policyDifferences ?? []),
    spared: commits.flatMap((c) => c.spared ?? []),
    windowCounts: windows.filter((one): one is CountedAmount => one.kind === 'count'),
    windowSettles: windows.filter((one): one is SettledAmount => one.kind !== 'count'),
    failures: commits.flatMap((c) => c.rows.filter(tellsFailure)),
    exits: commits.flatMap((c) =>
      c.exit === null ? [] : [{ runId: c.runId, fence: c.fence, bare: c.rows.length === 0, exit: c.exit }],
    ),
  };
}

/** Which parts there are: those that are not are left out of the text, because an idle sub-statement costs too. */
export type Shape = {
  readonly [P in Exclude<keyof BatchParts, 'journal'> | 'letters' | 'resources']: boolean;
};

export function shapeOf(parts: BatchParts): Shape {
  return {
    completions: parts.completions.length > 0,
    claims: parts.claims.length > 0,
    resources: claimsSectionOf(parts.claims) === CLAIMS_WITH_RESOURCE,
    approvals: parts.approvals.length > 0,
    closings: parts.closings.length > 0,
    openedWaits: parts.openedWaits.length > 0,
    closedWaits: parts.closedWaits.length > 0,
    holds: parts.holds.length > 0,
    settlements: parts.settlements.length > 0,
    differences: parts.differences.length > 0,
    spared: parts.spared.length > 0,
    windowCounts: parts.windowCounts.length > 0,
    windowSettles: parts.windowSettles.length > 0,
    failures: parts.failures.length > 0,
    exits: parts.exits.length > 0,
    letters: parts.exits.some(({ exit }) => letterOf(exit) !== null),
  };
}

const SHORT: Readonly<Record<keyof Shape, string>> = {
  completions: 'did',
  claims: 'own',
  resources: 'res',
  approvals: 'ask',
  closings: 'end',
  openedWaits: 'wt',
  closedWaits: 'mt',
  holds: 'hd',
  settlements: 'pd',
  differences: 'pol',
  spared: 're',
  windowCounts: 'sm',
  windowSettles: 'ag',
  failures: 'er',
  exits: 'out',
  letters: 'dl',
};
const PARTS = Object.keys(SHORT) as readonly (keyof Shape)[]; // safe because the record names every one

/** Each combination is one named statement. PostgreSQL cuts a name after 63 bytes: two that differ only behind that would be one. */
export const nameOf = (manner: string, shape: Shape) =>
  [manner, ...PARTS.flatMap((part) => (shape[part] ? [SHORT[part]] : []))].join('_');

/** The parameters of what `besidesOf` writes, in its order. */
export function valuesBesides(parts: BatchParts, shape: Shape): string[] {
  return [
    ...(shape.completions ? valuesOf(COMPLETIONS, parts.completions) : []),
    ...(shape.claims ? valuesOf(claimsSectionOf(parts.claims), parts.claims) : []),
    ...(shape.approvals ? valuesOf(APPROVALS, parts.approvals) : []),
    ...(shape.closings ? valuesOf(CLOSINGS, parts.closings) : []),
    ...(shape.openedWaits ? valuesOf(OPENED_WAITS, parts.openedWaits) : []),
    ...(shape.closedWaits ? valuesOf(CLOSED_WAITS, parts.closedWaits) : []),
    ...(shape.settlements ? valuesOf(SETTLEMENTS, parts.settlements) : []),
    ...(shape.spared ? valuesOf(SPARED, parts.spared) : []),
    ...(shape.holds ? valuesOf(HOLDS, parts.holds) : []),
    ...(shape.differences ? valuesOf(DIFFERENCES, parts.differences) : []),
    ...(shape.windowCounts ? valuesOf(WINDOW_COUNTS, parts.windowCounts) : []),
    ...(shape.windowSettles ? valuesOf(WINDOW_SETTLES, parts.windowSettles) : []),
    ...(shape.failures ? valuesOf(FAILURES, parts.failures) : []),
    ...(shape.exits ? valuesOf(EXITS, parts.exits) : []),
  ];
}

/**
 * Sub-statements for everything beside the journal. `relation` gives a section's rows, of accepted commits alone; the exits are called `leaving` and
 * leave where `taken` is true.
 */
export function besidesOf(
  shape: Shape,
  relation: <T>(section: Section<T>, accepted: boolean) => string,
  taken: string,
): { readonly leaving: string[]; readonly besides: string[] } {
  const accepted = <T>(section: Section<T>) => relation(section, true);
  const besides: string[] = [];
  if (shape.completions) besides.push(`completed AS (${completeStatement(accepted(COMPLETIONS))})`);
  if (shape.resources)
    besides.push(`claimed AS (${claimWithResourceStatement(accepted(CLAIMS_WITH_RESOURCE))})`);
  else if (shape.claims) besides.push(`claimed AS (${claimStatement(accepted(CLAIMS))})`);
  if (shape.approvals) besides.push(`asking AS (${askStatement(accepted(APPROVALS))})`);
  if (shape.closings) besides.push(`closed AS (${closeStatement(accepted(CLOSINGS))})`);
  if (shape.openedWaits) besides.push(`opened_now AS (${openWaitStatement(accepted(OPENED_WAITS))})`);
  if (shape.closedWaits) besides.push(`closed_now AS (${closeWaitStatement(accepted(CLOSED_WAITS))})`);
  if (shape.settlements) besides.push(`settled AS (${settleStatement(accepted(SETTLEMENTS))})`);
  if (shape.spared) besides.push(`spared_now AS (${spareStatement(accepted(SPARED))})`);
  if (shape.holds) {
    besides.push(`holding AS MATERIALIZED (SELECT * FROM ${accepted(HOLDS)})`);
    besides.push(`leased AS MATERIALIZED (${LEASED})`, `held AS (${holdStatement('holding')})`);
  }
  if (shape.differences) besides.push(`noted AS (${noteDifferenceStatement(accepted(DIFFERENCES))})`);
  if (shape.windowCounts) {
    besides.push(`counting AS MATERIALIZED (SELECT * FROM ${accepted(WINDOW_COUNTS)})`);
    besides.push(`bumped AS (${BUMP_WINDOWS})`, `counted_now AS (${COUNT_AMOUNTS})`);
  }
  if (shape.windowSettles) {
    besides.push(`aging AS MATERIALIZED (SELECT * FROM ${accepted(WINDOW_SETTLES)})`);
    besides.push(`made_now AS (${MAKE_AMOUNTS})`, `released_now AS (${RELEASE_AMOUNTS})`);
  }
  if (shape.failures) besides.push(`failing AS (${noteFailuresStatement(accepted(FAILURES))})`);
  if (!shape.exits) return { leaving: [], besides };
  const leaving = [`leaving AS MATERIALIZED (SELECT * FROM ${relation(EXITS, false)})`];
  besides.push(`left_now AS (${leaveStatement(taken)})`);
  if (shape.letters) besides.push(`lettered AS (${WRITE_LETTERS})`);
  return { leaving, besides };
}

/** What a batch's statement answers, as one json text. Claimed keys are the same place in four lists. */
export type BatchAnswer = {
  /** Null where all heads were taken. */
  readonly heads: readonly string[] | null;
  readonly exits: readonly string[];
  readonly keys?: readonly string[] | null;
  readonly runs?: readonly string[] | null;
  readonly steps?: readonly number[] | null;
  readonly attempts?: readonly number[] | null;
};

export function answerOf(shape: Shape, heads: string | null): string {
  const list = (expression: string, from: string) =>
    `coalesce((SELECT array_agg(${expression}) FROM ${from}), '{}')`;
  const columns = [
    heads === null ? 'NULL AS heads' : `${list('run_id::text', heads)} AS heads`,
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
  return `SELECT row_to_json(answer)::text AS answer FROM (SELECT ${columns.join(', ')} ${shape.claims ? 'FROM claimed' : ''}) answer`;
}
