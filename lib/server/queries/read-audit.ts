// The record: searched and exported. What has become a secret since it was written is not shown.
import 'server-only';
import type { AuditEventShape, AuditFilter, ListAuditQuery } from '../../contract/audit';
import type { Page } from '../../contract/page';
import { RequestError } from '../../domain/errors';
import { listAudit as list, readAuditEvent as read, type StoredEvent } from '../../store/read/list-audit';
import type { App } from '../app';
import type { Download } from '../http/download';

type AuditParts = Pick<App, 'db' | 'redactor'>;

/** Newest first. */
export async function listAudit(
  { db, redactor }: AuditParts,
  query: ListAuditQuery,
): Promise<Page<AuditEventShape>> {
  const page = await list(db, query);
  return { ...page, items: page.items.map((event) => withoutSecrets(event, redactor)) };
}

/** @throws RequestError not_found */
export async function readAuditEvent({ db, redactor }: AuditParts, seq: number): Promise<AuditEventShape> {
  const event = await read(db, seq);
  if (event === null) throw new RequestError('not_found', `There is no event ${seq}.`);
  return withoutSecrets(event, redactor);
}

const EXPORT_PAGE = 500;

/** Events as a file, page by page; what happens meanwhile is left out. */
export function exportAudit(parts: AuditParts, filter: AuditFilter): Download<AuditEventShape> {
  return { name: 'bulkhead-audit', items: allEvents(parts, filter), columns: COLUMNS };
}

async function* allEvents(parts: AuditParts, filter: AuditFilter): AsyncGenerator<AuditEventShape> {
  let cursor: string | undefined;
  do {
    const { items, nextCursor } = await listAudit(parts, { ...filter, limit: EXPORT_PAGE, cursor });
    yield* items;
    cursor = nextCursor ?? undefined;
  } while (cursor !== undefined);
}

const json = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));
const COLUMNS: Download<AuditEventShape>['columns'] = [
  { name: 'seq', cell: (event) => event.seq },
  { name: 'at', cell: (event) => event.at },
  { name: 'actorKind', cell: (event) => event.actor.kind },
  { name: 'actorId', cell: (event) => event.actor.id },
  { name: 'actor', cell: (event) => event.actor.label },
  { name: 'action', cell: (event) => event.action },
  { name: 'entityKind', cell: (event) => event.entity.kind },
  { name: 'entityId', cell: (event) => event.entity.id },
  { name: 'entity', cell: (event) => event.entity.name },
  { name: 'reason', cell: (event) => event.reason },
  { name: 'before', cell: (event) => json(event.before) },
  { name: 'after', cell: (event) => json(event.after) },
  { name: 'requestId', cell: (event) => event.requestId },
  { name: 'prevHash', cell: (event) => event.prevHash },
  { name: 'hash', cell: (event) => event.hash },
];

function withoutSecrets(event: StoredEvent, redactor: App['redactor']): AuditEventShape {
  const { before, after, reason } = event;
  const shown = {
    before: redactor.redact(before),
    after: redactor.redact(after),
    reason: reason === null ? null : redactor.redactText(reason),
  };
  const redacted = JSON.stringify(shown) !== JSON.stringify({ before, after, reason });
  return { ...event, ...shown, redacted };
}
