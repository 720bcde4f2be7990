// Knows what each field of a run filter means in SQL; the list, the count, the export and bulk actions all ask here, so that they agree.
import type { RunFilter } from '../../contract/run-filter';
import { containing, isUuid } from './cursor';
import type { QueryText } from './query-text';

/** Adds the filter's conditions on `run`, which the query must call `run`. */
export function whereRuns(text: QueryText, filter: RunFilter): void {
  const {
    status,
    agent,
    label,
    thread,
    since,
    until,
    q,
    waiting,
    trigger,
    id,
    cause,
    error,
    dry = isNamed(filter) ? 'with' : 'without',
  } = filter;
  if (dry !== 'with') text.where(() => `${dry === 'only' ? '' : 'NOT '}is_dry_run(run.id)`);
  if (hasSome(id)) text.where((p) => `run.id = ANY(${p}::uuid[])`, id);
  if (hasSome(status)) text.where((p) => `run.status ${oneOf(p, status)}`, listed(status));
  if (hasSome(waiting)) text.where((p) => `run.waiting->>'reason' ${oneOf(p, waiting)}`, listed(waiting));
  if (hasSome(trigger)) text.where((p) => `run.trigger->>'kind' ${oneOf(p, trigger)}`, listed(trigger));
  if (agent !== undefined) text.where((p) => `run.agent = ${p}`, agent);
  if (label !== undefined) text.where((p) => `run.labels @> ${p}::jsonb`, labelOf(label));
  if (thread !== undefined) text.where((p) => `run.thread = ${p}`, thread);
  if (since !== undefined) text.where((p) => `run.created_at >= ${p}::timestamptz`, since);
  if (until !== undefined) text.where((p) => `run.created_at < ${p}::timestamptz`, until);
  if (cause !== undefined)
    text.where(
      (p) =>
        `run.id IN (SELECT d.run_id FROM dead_letter d WHERE d.state = 'open' AND d.fingerprint = ${p}
          UNION SELECT d.run_id FROM run_error e JOIN dead_letter d ON d.id = e.letter WHERE d.state = 'open' AND e.fingerprint = ${p} AND e.letter IS NOT NULL)`,
      cause,
    );
  if (error !== undefined)
    text.where((p) => `run.id IN (SELECT e.run_id FROM run_error e WHERE e.fingerprint = ${p})`, error);
  if (q !== undefined && q.trim() !== '') search(text, q.trim());
}

/** Who names runs by their ids means them, dry or not. */
const isNamed = ({ id, q }: RunFilter): boolean => hasSome(id) || (q !== undefined && isUuid(q.trim()));

function hasSome<T>(list: readonly T[] | undefined): list is readonly T[] {
  return list !== undefined && list.length > 0;
}

/** One value is compared as one: then an index on it and the time gives its rows in order, which a list of values can't. */
function oneOf(param: string, list: readonly string[]): string {
  return list.length === 1 ? `= ${param}` : `= ANY(${param}::text[])`;
}
function listed(list: readonly string[]): string | readonly string[] {
  return list.length === 1 ? (list[0] ?? '') : list;
}

/** Looks into run_text, which has everything in small letters; see the migration 0003_bulk_actions. */
function search(text: QueryText, q: string): void {
  if (isUuid(q)) {
    text.where((id) => `run.id = ${id}::uuid`, q);
    return;
  }
  // NUL is in no column, so nothing contains it.
  text.where(
    (p) => `EXISTS (SELECT FROM run_text t WHERE t.run_id = run.id AND t.body LIKE lower(${p}))`,
    containing(q.replaceAll('\0', '\uFFFD')),
  );
}

function labelOf(pair: string): string {
  const at = pair.indexOf('=');
  return JSON.stringify({ [pair.slice(0, at)]: pair.slice(at + 1) });
}
