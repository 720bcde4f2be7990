// What needs a person now, and how it went.
import 'server-only';
import type { OverviewShape } from '../../contract/overview';
import { type OverviewPeriod, readOverview as read } from '../../store/read/read-overview';
import type { App } from '../app';

export function readOverview({ db }: Pick<App, 'db'>, period: OverviewPeriod): Promise<OverviewShape> {
  return read(db, period);
}
