// What needs a person now, and how it went.
import 'server-only';
import type { OverviewShape } from '../../contract/overview';
import { type OverviewPeriod, readOverview as read } from '../../store/read/read-overview';
import type { App } from '../app';

/** `personId`: who asks; null where nobody stands behind the key. */
export function readOverview(
  { db }: Pick<App, 'db'>,
  period: OverviewPeriod,
  personId: string | null,
): Promise<OverviewShape> {
  return read(db, period, personId);
}
