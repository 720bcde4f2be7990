// Knows the alerts that nobody has seen: how many there are, and those that press most.
import type { Pool } from 'pg';
import { ALERTS_COUNTED_MOST, type OverviewShape } from '../../contract/overview';
import { ALERT_COLUMNS, type StoredAlert } from './list-alerts';

const SHOWN_MOST = 8;

/** What is only worth knowing stands on the page of spend. */
const CALLING = `resolved_at IS NULL AND acknowledged_at IS NULL AND severity <> 'info'`;
const COUNT = `SELECT count(*)::int AS open, max(raised_at) AS "newestAt" FROM (SELECT raised_at FROM alert WHERE ${CALLING} ORDER BY raised_at DESC LIMIT ${ALERTS_COUNTED_MOST}) counted`;
const PRESSING = `SELECT ${ALERT_COLUMNS} FROM alert WHERE ${CALLING} ORDER BY severity <> 'critical', raised_at DESC, id DESC LIMIT ${SHOWN_MOST}`;

export async function alertsNow(pool: Pool): Promise<OverviewShape['alerts']> {
  const { rows } = await pool.query<{ open: number; newestAt: string | null }>({
    name: 'overview_alert_count',
    text: COUNT,
  });
  const { open, newestAt } = rows[0] ?? { open: 0, newestAt: null };
  if (open === 0) return { open, newestAt, pressing: [] };
  const pressing = await pool.query<StoredAlert>({ name: 'overview_alerts', text: PRESSING });
  return { open, newestAt, pressing: pressing.rows };
}
