// Knows what a group of failures shows besides its sums: which versions met it, how many when, and who waits on its account.
import type { ErrorGroup, ReadErrorQuery } from '../../contract/error';
import { QueryText } from './query-text';

export type Slice = ReadErrorQuery;
type Ask = <T extends object>(text: string, values: readonly unknown[]) => Promise<T[]>;
export type Stretches = { readonly since: string; readonly stretchMs: number; readonly count: number };
type Parts = Pick<ErrorGroup, 'versions' | 'deadLetters' | 'history'>;
type Version = ErrorGroup['versions'][number];

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MOST_BARS = 30;
/** How far back the bars go where no period is asked for. */
const LATELY_MS = MOST_BARS * DAY_MS;

/** At most 30 stretches of whole hours or days that cover the period; from the first failure on where that is later. */
export function stretchesOf(
  { since, until }: Slice,
  groups: readonly { readonly firstAt: string }[],
  nowMs: number,
): Stretches {
  const end = until === undefined ? nowMs : Math.min(Date.parse(until), nowMs);
  const first = Math.min(...groups.map(({ firstAt }) => Date.parse(firstAt)), end);
  const asked = since === undefined ? Math.max(first, end - LATELY_MS) : Date.parse(since);
  const spanMs = Math.max(end - asked, 1);
  const grain = spanMs > MOST_BARS * HOUR_MS ? DAY_MS : HOUR_MS;
  const stretchMs = Math.max(1, Math.ceil(spanMs / MOST_BARS / grain)) * grain;
  const begin = Math.floor(asked / grain) * grain;
  const count = Math.max(1, Math.min(MOST_BARS + 1, Math.ceil((end + 1 - begin) / stretchMs)));
  return { since: new Date(begin).toISOString(), stretchMs, count };
}

export async function errorParts(
  ask: Ask,
  fingerprints: readonly string[],
  slice: Slice,
  stretches: Stretches,
): Promise<(fingerprint: string) => Parts> {
  const { since, stretchMs, count } = stretches;
  if (fingerprints.length === 0)
    return () => ({ versions: [], deadLetters: 0, history: { since, stretchMs, counts: [] } });
  const versions = await ask<Version & { fingerprint: string }>(
    ...sliced(
      fingerprints,
      slice,
      (
        conditions,
      ) => `SELECT e.fingerprint, e.agent, e.agent_version AS version, e.called_version AS called, count(*)::int AS count, max(e.at) AS "lastAt"
        FROM run_error e WHERE ${conditions} GROUP BY 1, 2, 3, 4 ORDER BY count(*) DESC, 2, 3 DESC, 4 DESC NULLS LAST`,
    ),
  );
  const bars = await ask<{ fingerprint: string; place: number; count: number }>(
    ...sliced(fingerprints, slice, (conditions, text) => {
      const begin = text.param(since);
      const place = `floor(extract(epoch FROM e.at - ${begin}::timestamptz) * 1000 / ${text.param(stretchMs)}::bigint)::int`;
      return `SELECT e.fingerprint, ${place} AS place, count(*)::int AS count FROM run_error e
        WHERE ${conditions} AND e.at >= ${begin}::timestamptz GROUP BY 1, 2`;
    }),
  );
  const waiting = await ask<{ fingerprint: string; count: number }>(
    `SELECT e.fingerprint, count(*)::int AS count FROM run_error e JOIN dead_letter d ON d.id = e.letter
      WHERE e.fingerprint = ANY($1::text[]) AND e.letter IS NOT NULL AND d.state = 'open' AND ($2::text IS NULL OR e.agent = $2)
        AND ($3::int IS NULL OR e.agent_version = $3) GROUP BY 1`,
    [fingerprints, slice.agent ?? null, slice.version ?? null],
  );
  return (fingerprint) => {
    const counts = Array.from({ length: count }, () => 0);
    for (const bar of bars)
      if (bar.fingerprint === fingerprint && bar.place < count) counts[bar.place] = bar.count;
    return {
      versions: versions.flatMap(({ fingerprint: of, ...version }) => (of === fingerprint ? [version] : [])),
      deadLetters: waiting.find((one) => one.fingerprint === fingerprint)?.count ?? 0,
      history: { since, stretchMs, counts },
    };
  };
}

function sliced(
  fingerprints: readonly string[],
  slice: Slice,
  write: (conditions: string, text: QueryText) => string,
): [string, unknown[]] {
  const text = new QueryText();
  text.where((p) => `e.fingerprint = ANY(${p}::text[])`, fingerprints);
  whereErrors(text, slice);
  return [write(text.conditions, text), text.values];
}

/** Conditions on the failures that are counted, which the query calls `e`; none where all are. */
export function whereErrors(text: QueryText, { since, until, agent, version }: Slice): void {
  if (agent !== undefined) text.where((p) => `e.agent = ${p}`, agent);
  if (version !== undefined) text.where((p) => `e.agent_version = ${p}`, version);
  if (since !== undefined) text.where((p) => `e.at >= ${p}::timestamptz`, since);
  if (until !== undefined) text.where((p) => `e.at < ${p}::timestamptz`, until);
}
