// Knows what each reviewer's approvals were: planted calls met and caught, how long a card was looked at, what was undone afterwards.
import type { Pool } from 'pg';
import { z } from 'zod';
import {
  CONSIDERED_DAYS,
  type ConsideredScore,
  consideredCounts,
  HURRIED_LEAST_MS,
  HURRIED_SHARE,
  READ_CHARACTERS_MOST,
  READ_CHARACTERS_PER_SECOND,
  scoreOf,
} from '../../domain/considered';
import { type Actor, actor } from '../../domain/principal';
import { storeError } from '../store-errors';

/**
 * Of votes that count. Whose console tells how long cards are looked at and then does not for one is taken to have looked at it for no time;
 * decisions by keys and from before have none. What a card takes to read is what its call, reasons and the agent's words are long. Undone is what a person undid
 * afterwards, not what an agent undoes by itself when its run fails.
 */
const SCORES = `WITH voted AS (
    SELECT v.principal, v.by, v.at, a.planted, p.caught, v.on_card_ms, v.decision IN ('approve', 'edit') AS lets,
      least($5::int, length(a.arguments::text) + length(a.reasons::text) + coalesce(length(a.decision->>'reasoning'), 0)) AS characters,
      v.on_card_ms IS NOT NULL OR (v.by->>'kind' = 'user'
        AND v.at > min(v.at) FILTER (WHERE v.on_card_ms IS NOT NULL) OVER (PARTITION BY v.principal)) AS timed,
      EXISTS (SELECT FROM run c WHERE c.trigger->>'kind' = 'compensation' AND c.trigger->>'of' = a.run_id::text
        AND c.started_by->>'kind' <> 'system') AS undone
    FROM approval_decision v JOIN approval a ON a.id = v.approval_id AND a.round = v.round
      LEFT JOIN planted_call p ON p.approval_id = a.id
    WHERE v.at >= now() - $2::int * interval '1 day' AND a.kind = 'tool_call' AND ($1::text IS NULL OR v.principal = $1))
  SELECT principal AS id, (array_agg(by ORDER BY at DESC))[1] AS by,
    count(*) FILTER (WHERE caught IS NOT NULL)::int AS planted,
    count(*) FILTER (WHERE caught)::int AS caught,
    count(*) FILTER (WHERE lets AND NOT planted AND timed)::int AS timed,
    count(*) FILTER (WHERE lets AND NOT planted AND timed
      AND coalesce(on_card_ms, 0) < greatest($3::float8, characters * $4::float8))::int AS hurried,
    count(*) FILTER (WHERE lets AND NOT planted)::int AS approvals,
    count(*) FILTER (WHERE lets AND NOT planted AND undone)::int AS reversed
  FROM voted GROUP BY principal ORDER BY principal`;

const scored = consideredCounts.extend({ id: z.string(), by: actor });

export type ReviewerScore = { readonly id: string; readonly by: Actor; readonly score: ConsideredScore };

/** Of everybody who decided in the period, or of one person; nobody is missing who decided anything. */
export async function readConsidered(pool: Pool, personId: string | null = null): Promise<ReviewerScore[]> {
  const hurriedMsPerCharacter = (HURRIED_SHARE * 1_000) / READ_CHARACTERS_PER_SECOND;
  const values = [personId, CONSIDERED_DAYS, HURRIED_LEAST_MS, hurriedMsPerCharacter, READ_CHARACTERS_MOST];
  try {
    const { rows } = await pool.query({ name: 'considered_scores', text: SCORES, values });
    return rows.map((row) => {
      const { id, by, ...counts } = scored.parse(row);
      return { id, by, score: scoreOf(counts) };
    });
  } catch (error) {
    throw storeError(error, 'read considered scores');
  }
}
