// Recorded runs decided anew by the runtime's own decider and admission, under other versions. Changes nothing.
import 'server-only';
import {
  MOST_DIFFERENCES,
  MOST_REDECIDED_STEPS,
  MOST_UNRECORDED,
  type RedecidedRun,
  type RedecidedRuns,
  type RedecideRunBody,
  type RedecideRunsBody,
  type RedecisionShape,
} from '../../contract/redecide';
import type { RunShape } from '../../contract/run';
import { CodedError, RequestError } from '../../domain/errors';
import type { JournalRow } from '../../domain/journal-row';
import type { Principal } from '../../domain/principal';
import type { RedecisionDifference } from '../../domain/redecision';
import { JournalUnreadableError } from '../../runtime/decode-row';
import { forkPoint } from '../../runtime/fork-point';
import { type Redecision, redecideRun as redecide } from '../../runtime/redecide-run';
import { listRuns } from '../../store/read/list-runs';
import type { App } from '../app';
import { requireRun } from './read-run';
import { underOf } from './redecide-under';

/** An answer that took so long is given as it is. */
const ENOUGH_MS = 4_000;
const PAGE = 5;

/**
 * @throws RequestError not_found; invalid_request for a version that there is not; conflict where nothing is drafted or it can't be read, and for a journal that is
 * too long, or can't be read any more; forbidden for the draft to who may not read policies.
 */
export async function redecideRun(
  app: App,
  principal: Principal,
  runId: string,
  body: RedecideRunBody,
): Promise<RedecisionShape> {
  const run = await requireRun(app, runId);
  const under = await underOf(app, principal, run.agent, body);
  const { rows, found } = await decided(app, run, under);
  const { differences, unrecorded, looked } = found;
  const first = firstOf(found);
  return {
    runId,
    agent: run.agent,
    recordedVersion: run.version,
    version: body.version ?? run.version,
    policyVersion: body.policyVersion ?? null,
    differences: differences.slice(0, MOST_DIFFERENCES),
    more: Math.max(0, differences.length - MOST_DIFFERENCES),
    firstDivergence: first,
    fork: forkOf(rows, first),
    unrecorded: unrecorded.slice(0, MOST_UNRECORDED),
    looked,
  };
}

/** As many as fit into a few seconds, `limit` at most. @throws RequestError as `redecideRun`, what is of one run aside: that is said of it. */
export async function redecideRuns(
  app: App,
  principal: Principal,
  { filter, cursor, limit, ...body }: RedecideRunsBody,
): Promise<RedecidedRuns> {
  if (body.version !== undefined && filter.agent === undefined)
    throw new RequestError('invalid_request', 'A version is one of an agent.', [
      { path: '/filter/agent', message: 'must name the agent that version is of' },
    ]);
  const under = await underOf(app, principal, filter.agent ?? null, body);
  const startedMs = app.clock.monotonicMs();
  const runs: RedecidedRun[] = [];
  const counts = new Map<string, RedecidedRuns['counts'][number]>();
  let next: string | null | undefined = cursor;
  do {
    const page = await listRuns(app.db, {
      ...filter,
      limit: Math.min(PAGE, limit - runs.length),
      cursor: next ?? undefined,
    });
    for (const run of page.items) {
      const found = await decided(app, run, under).catch(problemOf);
      runs.push(shapeOf(run, found));
      if (!('problem' in found)) count(counts, found.found.differences);
    }
    next = page.nextCursor;
  } while (next !== null && runs.length < limit && app.clock.monotonicMs() - startedMs < ENOUGH_MS);
  return { runs, counts: [...counts.values()], cursor: next };
}

type Decided = { readonly rows: readonly JournalRow[]; readonly found: Redecision };
type Under = Awaited<ReturnType<typeof underOf>>;

async function decided(app: App, { id, steps }: RunShape, under: Under): Promise<Decided> {
  if (steps > MOST_REDECIDED_STEPS)
    throw new RequestError(
      'conflict',
      `It has ${steps} steps; runs of ${MOST_REDECIDED_STEPS} at most are decided anew.`,
    );
  try {
    const rows = await app.store.loadJournal(id);
    if (rows.length === 0) throw new RequestError('conflict', 'Nothing is left of the journal of this run.');
    return { rows, found: await redecide(rows, under, app) };
  } catch (cause) {
    const isLost =
      cause instanceof JournalUnreadableError ||
      (cause instanceof CodedError && cause.code === 'journal_unreadable');
    if (!isLost) throw cause;
    throw new RequestError('conflict', 'The journal of this run can not be read any more.');
  }
}

function problemOf(cause: unknown): { readonly problem: string } {
  if (cause instanceof RequestError && cause.code === 'conflict') return { problem: cause.message };
  throw cause;
}

function shapeOf(
  { id: runId, agent, version, status, createdAt }: RunShape,
  found: Decided | { readonly problem: string },
): RedecidedRun {
  const run = { runId, agent, version, status, createdAt };
  if ('problem' in found)
    return { ...run, differences: 0, unrecorded: 0, firstDivergence: null, problem: found.problem };
  const { differences, unrecorded } = found.found;
  return {
    ...run,
    differences: differences.length,
    unrecorded: unrecorded.length,
    firstDivergence: firstOf(found.found),
    problem: null,
  };
}

function count(
  counts: Map<string, RedecidedRuns['counts'][number]>,
  differences: readonly RedecisionDifference[],
): void {
  const seen = new Set<string>();
  for (const { kind, course } of differences) {
    const key = `${kind} ${course}`;
    const known = counts.get(key) ?? { kind, course, differences: 0, runs: 0 };
    counts.set(key, {
      ...known,
      differences: known.differences + 1,
      runs: known.runs + (seen.has(key) ? 0 : 1),
    });
    seen.add(key);
  }
}

const firstOf = ({ differences }: Redecision): RedecisionDifference | null =>
  differences.find(({ course }) => course !== 'same_course') ?? null;

function forkOf(rows: readonly JournalRow[], first: RedecisionDifference | null): RedecisionShape['fork'] {
  if (first === null || first.step === null) return null;
  try {
    forkPoint(rows, first.step);
    return { step: first.step };
  } catch (cause) {
    if (cause instanceof RequestError) return null;
    throw cause;
  }
}
