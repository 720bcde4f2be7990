// Runs by filter: the list and its count.
import 'server-only';
import type { Page } from '../../contract/page';
import type { ListRunsQuery, RunCount, RunShape } from '../../contract/run';
import type { RunFilter } from '../../contract/run-filter';
import { countRuns as count } from '../../store/read/count-runs';
import { listRuns as runs } from '../../store/read/list-runs';
import type { App } from '../app';

export function listRuns({ db }: Pick<App, 'db'>, query: ListRunsQuery): Promise<Page<RunShape>> {
  return runs(db, query);
}

export function countRuns({ db }: Pick<App, 'db'>, filter: RunFilter): Promise<RunCount> {
  return count(db, filter);
}
