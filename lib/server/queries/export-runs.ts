// Runs as a file: exactly what the list shows under the same filter, page by page, so that no connection waits for a slow client.
import 'server-only';
import type { RunShape } from '../../contract/run';
import type { RunFilter } from '../../contract/run-filter';
import { listRuns } from '../../store/read/list-runs';
import type { App } from '../app';
import type { Download } from '../http/download';

const PAGE = 200;

/** Runs that start meanwhile are left out; those on their way are told as they are when their page is read. */
export function exportRuns({ db }: Pick<App, 'db'>, filter: RunFilter): Download<RunShape> {
  return { name: 'bulkhead-runs', items: allRuns(db, filter), columns: COLUMNS };
}

async function* allRuns(db: App['db'], filter: RunFilter): AsyncGenerator<RunShape> {
  let cursor: string | undefined;
  do {
    const { items, nextCursor } = await listRuns(db, { ...filter, limit: PAGE, cursor });
    yield* items;
    cursor = nextCursor ?? undefined;
  } while (cursor !== undefined);
}

const COLUMNS: Download<RunShape>['columns'] = [
  { name: 'id', cell: (run) => run.id },
  { name: 'agent', cell: (run) => run.agent },
  { name: 'version', cell: (run) => run.version },
  { name: 'status', cell: (run) => run.status },
  { name: 'waitingFor', cell: (run) => run.waiting?.reason ?? null },
  { name: 'createdAt', cell: (run) => run.createdAt },
  { name: 'startedAt', cell: (run) => run.startedAt },
  { name: 'finishedAt', cell: (run) => run.finishedAt },
  { name: 'steps', cell: (run) => run.steps },
  { name: 'toolCalls', cell: (run) => run.toolCalls },
  { name: 'tokens', cell: (run) => run.tokens },
  { name: 'costMicroUsd', cell: (run) => run.costMicroUsd },
  { name: 'tainted', cell: (run) => run.tainted },
  { name: 'trigger', cell: (run) => run.trigger.kind },
  { name: 'startedBy', cell: (run) => run.startedBy.label },
  { name: 'labels', cell: (run) => JSON.stringify(run.labels) },
  { name: 'parentRunId', cell: (run) => run.parentRunId },
  { name: 'forkedFrom', cell: (run) => run.forkedFrom },
  { name: 'errorCode', cell: (run) => run.error?.code ?? null },
  { name: 'errorMessage', cell: (run) => run.error?.message ?? null },
  { name: 'input', cell: (run) => JSON.stringify(run.input) },
  { name: 'output', cell: (run) => (run.output === null ? null : JSON.stringify(run.output)) },
];
