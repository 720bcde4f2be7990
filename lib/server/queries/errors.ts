// What fails, by cause: as a list, as a file, one of them, and what failed in a run.
import 'server-only';
import type { ErrorGroup, ListErrorsQuery, ReadErrorQuery, RunErrors } from '../../contract/error';
import type { Page } from '../../contract/page';
import { RequestError } from '../../domain/errors';
import { errorsOfRun, listErrors as groups, readError } from '../../store/read/errors';
import type { App } from '../app';
import type { Download } from '../http/download';
import { requireRun } from './read-run';

type Parts = Pick<App, 'db' | 'clock'>;
const PAGE = 200;

export function listErrors({ db, clock }: Parts, query: ListErrorsQuery): Promise<Page<ErrorGroup>> {
  return groups(db, query, clock.now());
}

/** @throws RequestError not_found */
export async function requireError(
  { db, clock }: Parts,
  fingerprint: string,
  query: ReadErrorQuery,
): Promise<ErrorGroup> {
  const group = await readError(db, fingerprint, query, clock.now());
  if (group === null)
    throw new RequestError('not_found', `No error of the fingerprint ${fingerprint} was met.`);
  return group;
}

/** @throws RequestError not_found */
export async function readRunErrors(app: Parts, runId: string): Promise<RunErrors> {
  await requireRun(app, runId);
  return { items: await errorsOfRun(app.db, runId) };
}

type Filter = Omit<ListErrorsQuery, 'limit' | 'cursor'>;

export function exportErrors({ db, clock }: Parts, filter: Filter): Download<ErrorGroup> {
  return { name: 'bulkhead-errors', items: allGroups(db, clock.now(), filter), columns: COLUMNS };
}

async function* allGroups(db: App['db'], nowMs: number, filter: Filter): AsyncGenerator<ErrorGroup> {
  let cursor: string | undefined;
  do {
    const { items, nextCursor } = await groups(db, { ...filter, limit: PAGE, cursor }, nowMs);
    yield* items;
    cursor = nextCursor ?? undefined;
  } while (cursor !== undefined);
}

const COLUMNS: Download<ErrorGroup>['columns'] = [
  { name: 'fingerprint', cell: (group) => group.fingerprint },
  { name: 'code', cell: (group) => group.code },
  { name: 'message', cell: (group) => group.message },
  { name: 'tool', cell: (group) => group.tool },
  { name: 'model', cell: (group) => group.model },
  { name: 'firstAt', cell: (group) => group.firstAt },
  { name: 'lastAt', cell: (group) => group.lastAt },
  { name: 'count', cell: (group) => group.count },
  { name: 'runs', cell: (group) => group.runs.total },
  { name: 'succeeded', cell: (group) => group.runs.succeeded },
  { name: 'failed', cell: (group) => group.runs.failed },
  { name: 'cancelled', cell: (group) => group.runs.cancelled },
  { name: 'open', cell: (group) => group.runs.open },
  { name: 'deadLetters', cell: (group) => group.deadLetters },
  { name: 'versions', cell: (group) => JSON.stringify(group.versions) },
  { name: 'sampleRunId', cell: (group) => group.sample.runId },
  { name: 'sampleStep', cell: (group) => group.sample.step },
];
