// Knows what scopes usually spend, from the hours that are over; refuses to read them more than once for all who ask.
import type { Pool } from 'pg';
import { MOST_WEEKS, type SpentHour, type UsualSpend, usualSpend } from '../../domain/spend-forecast';
import { askOn, transact } from '../budgets/transact';

const FROM = `date_trunc('hour', now()) - interval '${MOST_WEEKS * 7} days'`;
const WITHIN = `facet = 'all' AND hour >= ${FROM} AND hour < date_trunc('hour', now())`;
/** Agents each, all together, and the labels that have budgets. */
const HOURS = `SELECT scope, jsonb_agg(jsonb_build_object('at', to_char(hour AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'microUsd', cost)) AS hours
  FROM (SELECT coalesce('agent:' || agent, 'global') AS scope, hour, sum(cost_micro_usd)::int8 AS cost FROM spend_cell WHERE dimension = 'all' AND ${WITHIN}
      GROUP BY GROUPING SETS ((agent, hour), (hour))
    UNION ALL SELECT 'label:' || value, hour, sum(cost_micro_usd)::int8 FROM spend_cell
      WHERE dimension = 'label' AND ${WITHIN} AND value IN (SELECT substr(scope, 7) FROM budget WHERE scope LIKE 'label:%' AND archived_at IS NULL) GROUP BY value, hour) spent
  GROUP BY scope`;
const UNTIL = `SELECT date_trunc('hour', now()) AS until`;
const FORGET = `DELETE FROM usual_spend WHERE NOT scope = ANY($1::text[])`;
const KEEP = `INSERT INTO usual_spend (scope, read_at, weeks, by_hour_of_week, last_week_micro_usd, active_hours, active_micro_usd)
  VALUES ($1, now(), $2, $3::float8[], $4, $5, $6) ON CONFLICT (scope) DO UPDATE SET read_at = excluded.read_at, weeks = excluded.weeks,
    by_hour_of_week = excluded.by_hour_of_week, last_week_micro_usd = excluded.last_week_micro_usd, active_hours = excluded.active_hours,
    active_micro_usd = excluded.active_micro_usd`;

/** Reads the last weeks anew. */
export async function readUsualSpend(pool: Pool): Promise<void> {
  await transact(pool, 'read usual spend', async (ask) => {
    const [now] = await ask<{ until: string }>('usual_until', UNTIL, []);
    if (now === undefined) throw new Error('the time is one row');
    const scopes = await ask<{ scope: string; hours: SpentHour[] }>('usual_hours', HOURS, []);
    for (const { scope, hours } of scopes) {
      const usual = usualSpend(hours, Date.parse(now.until));
      const { weeks, byHourOfWeek, lastWeekMicroUsd, activeHours, activeMicroUsd } = usual;
      await ask('keep_usual', KEEP, [
        scope,
        weeks,
        byHourOfWeek,
        lastWeekMicroUsd,
        activeHours,
        activeMicroUsd,
      ]);
    }
    await ask('forget_usual', FORGET, [scopes.map(({ scope }) => scope)]);
  });
}

const OF = `SELECT scope, weeks, by_hour_of_week AS "byHourOfWeek", last_week_micro_usd AS "lastWeekMicroUsd", active_hours AS "activeHours",
    active_micro_usd AS "activeMicroUsd" FROM usual_spend WHERE scope = ANY($1::text[])`;

/** Of those scopes of which anything is known, as it was read at the beginning of the hour. */
export async function usualSpendOf(pool: Pool, scopes: readonly string[]): Promise<Map<string, UsualSpend>> {
  const rows = await askOn(pool)<UsualSpend & { scope: string }>('usual_spend_of', OF, [scopes]);
  return new Map(rows.map(({ scope, ...usual }) => [scope, usual]));
}
