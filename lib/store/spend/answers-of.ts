// Knows what a model's answer says of its charge, off the journal row that brought it: which tools it asked for, and what it would have cost on the top rung.
import type { Ask } from '../budgets/transact';
import { callsOf, topRungOf } from '../read/journal-text';
import type { Answered, Charge } from './charge';

export const NO_ANSWER: Answered = { tools: [], topRung: null };

/** The newest result of the step with this attempt: from the end of the journal, where a settled attempt stands, unless the charge says in which row. */
const ANSWERS = `SELECT asked.ord::int AS place, coalesce(jsonb_path_query_array(answer.calls, '$[*].tool'), '[]') AS tools,
    answer.top_rung[1]::int8 AS top, answer.top_rung[2]::bool AS "setAside"
  FROM unnest($1::uuid[], $2::int[], $3::int[], $4::int[]) WITH ORDINALITY asked(run_id, step, attempt, seq, ord)
  CROSS JOIN LATERAL (SELECT ${callsOf('c')} AS calls, ${topRungOf('c')} AS top_rung FROM checkpoint c
    WHERE c.run_id = asked.run_id AND c.seq BETWEEN coalesce(asked.seq, 0) AND coalesce(asked.seq, 2147483647) AND c.step = asked.step AND c.kind = 'result'
      AND encode(substring(c.payload FROM 1 FOR 32), 'escape') LIKE '{"attempt":' || asked.attempt || ',%'
    ORDER BY c.seq DESC LIMIT 1) answer
  WHERE answer.calls IS NOT NULL OR answer.top_rung IS NOT NULL`;

type Row = {
  readonly place: number;
  readonly tools: string[];
  readonly top: number | null;
  readonly setAside: boolean | null;
};

/** @returns one a charge. */
export async function answersOf(ask: Ask, charges: readonly Charge[]): Promise<Answered[]> {
  const answered = charges.flatMap(({ called, outcome }, i) =>
    called === 'model' && outcome !== 'lost' ? [i] : [],
  );
  const answers: Answered[] = charges.map(() => NO_ANSWER);
  if (answered.length === 0) return answers;
  const of = (key: 'runId' | 'step' | 'attempt' | 'seq') => answered.map((i) => charges[i]?.[key] ?? null);
  for (const { place, tools, top, setAside } of await ask<Row>('answers_of_charges', ANSWERS, [
    of('runId'),
    of('step'),
    of('attempt'),
    of('seq'),
  ])) {
    const topRung = top === null ? null : { costMicroUsd: top, setAside: setAside === true };
    answers[answered[place - 1] ?? -1] = { tools, topRung };
  }
  return answers;
}
