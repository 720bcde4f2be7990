// Knows what the failures of some runs add up to by fingerprint, and how the groups move with them.
import type { Ask } from '../budgets/transact';
import type { Failure } from './read-failures';

type Ended = 'succeeded' | 'failed' | 'cancelled';
type RunSum = {
  readonly fingerprint: string;
  readonly seen: number;
  readonly ended: Ended | null;
};

const SUMS = `SELECT fingerprint, count(*)::int AS seen, max(ended) AS ended FROM run_error WHERE run_id = ANY($1::uuid[]) GROUP BY fingerprint, run_id`;

/** One for each run and fingerprint. */
export const sumsOf = (ask: Ask, runIds: readonly string[]): Promise<RunSum[]> =>
  ask<RunSum>('error_sums', SUMS, [runIds]);

const MOVE = `UPDATE error_group g SET seen = g.seen + m.seen, runs = g.runs + m.runs, succeeded = g.succeeded + m.succeeded,
    failed = g.failed + m.failed, cancelled = g.cancelled + m.cancelled
  FROM unnest($1::text[], $2::int[], $3::int[], $4::int[], $5::int[], $6::int[]) AS m(fingerprint, seen, runs, succeeded, failed, cancelled)
  WHERE g.fingerprint = m.fingerprint`;
/** The newest failure is the sample; of one instant, the one of the later run and row, so that a recount comes to the same. */
const TELL = `INSERT INTO error_group AS g (fingerprint, tool, model, code, message, first_at, last_at, sample_of, sample_seq, sample_step,
    seen, runs, succeeded, failed, cancelled)
  SELECT *, 0, 0, 0, 0, 0 FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::timestamptz[],
    $8::uuid[], $9::int[], $10::int[])
  ON CONFLICT (fingerprint) DO UPDATE SET first_at = least(g.first_at, excluded.first_at), last_at = greatest(g.last_at, excluded.last_at),
    (message, sample_of, sample_seq, sample_step) = (SELECT CASE WHEN newer THEN excluded.message ELSE g.message END,
      CASE WHEN newer THEN excluded.sample_of ELSE g.sample_of END, CASE WHEN newer THEN excluded.sample_seq ELSE g.sample_seq END,
      CASE WHEN newer THEN excluded.sample_step ELSE g.sample_step END
      FROM (SELECT (excluded.last_at, excluded.sample_of, coalesce(excluded.sample_seq, 0)) >= (g.last_at, g.sample_of, coalesce(g.sample_seq, 0)) AS newer) n)`;

type Change = { seen: number; runs: number; succeeded: number; failed: number; cancelled: number };

type Moved = {
  readonly before: readonly RunSum[];
  readonly after: readonly RunSum[];
  readonly told: readonly Failure[];
};

export async function changeGroups(ask: Ask, { before, after, told }: Moved): Promise<void> {
  await tell(ask, told);
  const changes = new Map<string, Change>();
  for (const sum of before) add(changes, sum, -1);
  for (const sum of after) add(changes, sum, 1);
  const moved = [...changes]
    .filter(([, change]) => Object.values(change).some((by) => by !== 0))
    .sort(byName);
  if (moved.length === 0) return;
  const column = (name: keyof Change) => moved.map(([, change]) => change[name]);
  await ask('move_error_groups', MOVE, [
    moved.map(([fingerprint]) => fingerprint),
    column('seen'),
    column('runs'),
    column('succeeded'),
    column('failed'),
    column('cancelled'),
  ]);
}

function add(changes: Map<string, Change>, { fingerprint, seen, ended }: RunSum, sign: 1 | -1): void {
  const change = changes.get(fingerprint) ?? { seen: 0, runs: 0, succeeded: 0, failed: 0, cancelled: 0 };
  change.seen += sign * seen;
  change.runs += sign;
  if (ended !== null) change[ended] += sign;
  changes.set(fingerprint, change);
}

const byName = ([a]: [string, unknown], [b]: [string, unknown]) => (a < b ? -1 : 1);
const isNewer = (a: Failure, b: Failure) =>
  a.at !== b.at ? a.at > b.at : a.runId !== b.runId ? a.runId > b.runId : (a.seq ?? 0) >= (b.seq ?? 0);

async function tell(ask: Ask, told: readonly Failure[]): Promise<void> {
  const newest = new Map<string, Failure>();
  const first = new Map<string, string>();
  for (const failure of told) {
    const { fingerprint, at } = failure;
    const known = newest.get(fingerprint);
    if (known === undefined || isNewer(failure, known)) newest.set(fingerprint, failure);
    const since = first.get(fingerprint);
    if (since === undefined || at < since) first.set(fingerprint, at);
  }
  if (newest.size === 0) return;
  const groups = [...newest].sort(byName).map(([, failure]) => failure);
  await ask('tell_error_groups', TELL, [
    groups.map(({ fingerprint }) => fingerprint),
    groups.map(({ tool }) => tool),
    groups.map(({ model }) => model),
    groups.map(({ code }) => code),
    groups.map(({ message }) => message),
    groups.map(({ fingerprint }) => first.get(fingerprint)),
    groups.map(({ at }) => at),
    groups.map(({ runId }) => runId),
    groups.map(({ seq }) => seq),
    groups.map(({ step }) => step),
  ]);
}
