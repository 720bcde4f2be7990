// Knows what a statement really looked at, by its plan: tables read from end to end, and how many rows in all.
import type { Pool } from 'pg';

type Plan = {
  'Node Type': string;
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  Plans?: Plan[];
};

export type PlanWork = { readonly whole: readonly string[]; readonly looked: number };

function workOf(plan: Plan): PlanWork {
  const parts = (plan.Plans ?? []).map(workOf);
  const own = plan['Relation Name'];
  const looked = (plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0)) * plan['Actual Loops'];
  return {
    whole: [
      ...(plan['Node Type'] === 'Seq Scan' && own !== undefined ? [own] : []),
      ...parts.flatMap(({ whole }) => whole),
    ],
    looked: (own === undefined ? 0 : looked) + parts.reduce((sum, part) => sum + part.looked, 0),
  };
}

/** Runs the statement and tells its work. */
export async function planWork(pool: Pool, text: string, values: unknown[]): Promise<PlanWork> {
  const { rows } = await pool.query(`EXPLAIN (ANALYZE, FORMAT JSON, TIMING OFF) ${text}`, values);
  return workOf(rows[0]['QUERY PLAN'][0].Plan);
}
