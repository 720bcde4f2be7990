// Knows what the journal rows of a model's call say of its charge: which tools the answer asked for, what it would have cost on the top rung, and why this model was asked.
import type { Ask } from '../budgets/transact';
import { callsOf, isFallback, topRungOf } from '../read/journal-text';
import type { Answered, Charge } from './charge';

export const NO_ANSWER: Answered = { tools: [], topRung: null, isFallback: false };

const isOfAttempt = (row: string) =>
  `${row}.run_id = asked.run_id AND ${row}.step = asked.step
      AND encode(substring(${row}.payload FROM 1 FOR 32), 'escape') LIKE '{"attempt":' || asked.attempt || ',%'`;

/** The newest intent and result of the step with this attempt: from the end of the journal, where a settled attempt stands, unless the charge says in which row. */
const ANSWERS = `SELECT asked.ord::int AS place, coalesce(jsonb_path_query_array(answer.calls, '$[*].tool'), '[]') AS tools,
    answer.top_rung[1]::int8 AS top, answer.top_rung[2]::bool AS "setAside", coalesce(begun.fallback, false) AS "isFallback"
  FROM unnest($1::uuid[], $2::int[], $3::int[], $4::int[], $5::bool[]) WITH ORDINALITY asked(run_id, step, attempt, seq, answered, ord)
  LEFT JOIN LATERAL (SELECT ${callsOf('c')} AS calls, ${topRungOf('c')} AS top_rung FROM checkpoint c
    WHERE asked.answered AND ${isOfAttempt('c')} AND c.seq BETWEEN coalesce(asked.seq, 0) AND coalesce(asked.seq, 2147483647) AND c.kind = 'result'
    ORDER BY c.seq DESC LIMIT 1) answer ON true
  LEFT JOIN LATERAL (SELECT ${isFallback('i')} AS fallback FROM checkpoint i
    WHERE ${isOfAttempt('i')} AND i.seq <= coalesce(asked.seq, 2147483647) AND i.kind = 'intent'
    ORDER BY i.seq DESC LIMIT 1) begun ON true
  WHERE answer.calls IS NOT NULL OR answer.top_rung IS NOT NULL OR begun.fallback`;

type Row = {
  readonly place: number;
  readonly tools: string[];
  readonly top: number | null;
  readonly setAside: boolean | null;
  readonly isFallback: boolean;
};

/** @returns one a charge. */
export async function answersOf(ask: Ask, charges: readonly Charge[]): Promise<Answered[]> {
  const called = charges.flatMap(({ called }, i) => (called === 'model' ? [i] : []));
  const answers: Answered[] = charges.map(() => NO_ANSWER);
  if (called.length === 0) return answers;
  const of = (key: 'runId' | 'step' | 'attempt' | 'seq') => called.map((i) => charges[i]?.[key] ?? null);
  const answered = called.map((i) => charges[i]?.outcome !== 'lost');
  for (const { place, tools, top, setAside, isFallback } of await ask<Row>('answers_of_charges', ANSWERS, [
    of('runId'),
    of('step'),
    of('attempt'),
    of('seq'),
    answered,
  ])) {
    const topRung = top === null ? null : { costMicroUsd: top, setAside: setAside === true };
    answers[called[place - 1] ?? -1] = { tools, topRung, isFallback };
  }
  return answers;
}
