// Knows which tools a model's answer asked for, off the journal row that brought it.
import type { Ask } from '../budgets/transact';
import { callsOf } from '../read/journal-text';
import type { Charge } from './charge';

/** The newest result of the step with this attempt: from the end of the journal, where a settled attempt stands. */
const ASKED = `SELECT asked.ord::int AS place, jsonb_path_query_array(answer.calls, '$[*].tool') AS tools
  FROM unnest($1::uuid[], $2::int[], $3::int[]) WITH ORDINALITY asked(run_id, step, attempt, ord)
  CROSS JOIN LATERAL (SELECT ${callsOf('c')} AS calls FROM checkpoint c
    WHERE c.run_id = asked.run_id AND c.step = asked.step AND c.kind = 'result'
      AND encode(substring(c.payload FROM 1 FOR 32), 'escape') LIKE '{"attempt":' || asked.attempt || ',%'
    ORDER BY c.seq DESC LIMIT 1) answer
  WHERE answer.calls IS NOT NULL`;

/** @returns one list a charge: a tool as often as it was asked for. */
export async function askedTools(ask: Ask, charges: readonly Charge[]): Promise<string[][]> {
  const answered = charges.flatMap(({ called, outcome }, i) =>
    called === 'model' && outcome === 'succeeded' ? [i] : [],
  );
  const tools: string[][] = charges.map(() => []);
  if (answered.length === 0) return tools;
  const of = (key: 'runId' | 'step' | 'attempt') => answered.map((i) => charges[i]?.[key]);
  const rows = await ask<{ place: number; tools: string[] }>('asked_tools', ASKED, [
    of('runId'),
    of('step'),
    of('attempt'),
  ]);
  for (const row of rows) tools[answered[row.place - 1] ?? -1] = row.tools;
  return tools;
}
