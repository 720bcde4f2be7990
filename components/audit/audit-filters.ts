// The filters of the record as they stand in the URL, and as they are asked of the server. Pure but for nuqs' parsers.
import { parseAsArrayOf, parseAsInteger, parseAsString, parseAsStringLiteral } from 'nuqs';
import {
  AUDIT_ACTIONS,
  AUDIT_ENTITY_KINDS,
  type AuditAction,
  type AuditEntityKind,
} from '@/lib/domain/audit';
import type { AuditListFilter } from '@/lib/query/query-keys';
import { sinceInstant } from '../runs/run-filters';

export const auditFilterParsers = {
  actor: parseAsString,
  action: parseAsArrayOf(parseAsStringLiteral(AUDIT_ACTIONS)),
  /** A kind (`agent`) or one thing (`agent:refunds`). */
  entity: parseAsString,
  /** A period ("24h") or an instant in ISO 8601. */
  since: parseAsString,
  until: parseAsString,
  q: parseAsString,
  /** The event that is open. */
  event: parseAsInteger,
};

export type AuditFilterValues = {
  actor: string | null;
  action: AuditAction[] | null;
  entity: string | null;
  since: string | null;
  until: string | null;
  q: string | null;
};

export const NO_FILTER: AuditFilterValues = {
  actor: null,
  action: null,
  entity: null,
  since: null,
  until: null,
  q: null,
};

/** What the parts of the filter bar share. */
export type AuditFilterProps = {
  readonly values: AuditFilterValues;
  readonly onChange: (change: Partial<AuditFilterValues>) => void;
};

const KIND_LABELS: { readonly [K in AuditEntityKind]: string } = {
  run: 'Runs',
  signal: 'Events from outside',
  bulk: 'Bulk actions',
  approval: 'Approvals',
  halt: 'The halt',
  agent: 'Agents',
  tool: 'Tools',
  model: 'Models',
  secret: 'Secrets',
  master_key: 'Master key',
  breaker: 'Breakers',
  budget: 'Budgets',
  usage_import: 'Usage exports',
  alert: 'Alerts',
  callback: 'Callbacks',
  channel: 'Channels',
  view: 'Saved views',
  user: 'People',
  session: 'Sessions',
  access: 'Refused access',
  api_key: 'API keys',
  settings: 'Settings',
  prices: 'Prices',
  policy: 'Policy',
  journal: 'Journals of runs',
};

/** The kinds of things that acts are about. */
export const ENTITY_KINDS = AUDIT_ENTITY_KINDS.map((kind) => ({ kind, label: KIND_LABELS[kind] }));

export function auditQueryOf(values: AuditFilterValues, nowMs: number): AuditListFilter {
  const since = sinceInstant(values.since, nowMs);
  const until = sinceInstant(values.until, nowMs);
  const text = (name: 'actor' | 'entity' | 'q') => {
    const value = values[name]?.trim() ?? '';
    return value === '' ? {} : { [name]: value };
  };
  return {
    ...text('actor'),
    ...(values.action === null || values.action.length === 0 ? {} : { action: [...values.action] }),
    ...text('entity'),
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
    ...text('q'),
  };
}

/** Whether anything narrows the list: "nothing was recorded" and "nothing matches" are two sentences. */
export function isAuditFiltered(values: AuditFilterValues): boolean {
  return Object.keys(auditQueryOf(values, 0)).length > 0;
}
