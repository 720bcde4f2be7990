// Questions about the record: its list, one event, its export, whether it is whole.
import { infiniteQueryOptions, keepPreviousData, mutationOptions, queryOptions } from '@tanstack/react-query';
import type { JournalsVerdictShape } from '../contract/audit';
import { AUDIT_ENDPOINTS } from '../contract/audit-endpoints';
import type { ListFormat } from '../contract/download';
import { api, apiPath } from './api';
import { type AuditListFilter, queryKeys } from './query-keys';

/** What people do to runs publishes no change of the record, so the newest page is asked for again now and then. */
const REFRESH_MS = 30_000;

export function auditListOptions(filter: AuditListFilter = {}) {
  return infiniteQueryOptions({
    queryKey: queryKeys.audit.list(filter),
    queryFn: ({ pageParam, signal }) =>
      api(AUDIT_ENDPOINTS.listAudit, { query: { ...filter, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined, // safe because the first page has no cursor
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    // Whoever reads far back is not interrupted.
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) > 2 ? false : REFRESH_MS),
  });
}

/** An event never changes. */
export function auditEventOptions(seq: number) {
  return queryOptions({
    queryKey: queryKeys.audit.event(seq),
    queryFn: ({ signal }) => api(AUDIT_ENDPOINTS.readAuditEvent, { params: { seq }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** The address of exactly what is filtered, as a file. */
export function auditExportPath(filter: AuditListFilter, format: ListFormat): string {
  return apiPath(AUDIT_ENDPOINTS.exportAudit, {}, { ...filter, format });
}

/** The address of one run as evidence. */
export function evidencePath(runId: string, format: 'html' | 'jsonl'): string {
  return apiPath(AUDIT_ENDPOINTS.exportEvidence, { id: runId }, { format });
}

/** Asked when a person wants to know: it reads the whole record. */
export function verifyAuditMutation() {
  return mutationOptions({
    mutationKey: ['verifyAudit'],
    mutationFn: ({ expectedHead }: { expectedHead: string | undefined }) =>
      api(AUDIT_ENDPOINTS.verifyAudit, { query: { expectedHead } }),
  });
}

/** One piece of the journals of runs; `after`: `next` of the piece before. */
export function verifyJournalsPiece(
  after: string | undefined,
  signal: AbortSignal,
): Promise<JournalsVerdictShape> {
  return api(AUDIT_ENDPOINTS.verifyJournals, { query: { after }, signal });
}
