// The filters of the runs list as they stand in the URL, and as they are asked of the server. Pure but for nuqs' parsers.
import { parseAsArrayOf, parseAsString, parseAsStringLiteral } from 'nuqs';
import { fingerprint } from '@/lib/domain/dead-letter';
import {
  RUN_STATUSES,
  type RunStatus,
  TRIGGER_KINDS,
  type TriggerKind,
  WAITING_REASONS,
  type WaitingReason,
} from '@/lib/domain/run';
import type { RunsFilter } from '@/lib/query/query-keys';

export const DRY_CHOICES = ['with', 'only'] as const;

export const runFilterParsers = {
  status: parseAsArrayOf(parseAsStringLiteral(RUN_STATUSES)),
  waiting: parseAsArrayOf(parseAsStringLiteral(WAITING_REASONS)),
  trigger: parseAsArrayOf(parseAsStringLiteral(TRIGGER_KINDS)),
  agent: parseAsString,
  /** `key=value` */
  label: parseAsString,
  thread: parseAsString,
  q: parseAsString,
  /** The fingerprint of an error that they met. */
  error: parseAsString,
  /** A period ("24h") or an instant in ISO 8601. */
  since: parseAsString,
  until: parseAsString,
  /** Dry forks are left out without it. */
  dry: parseAsStringLiteral(DRY_CHOICES),
};

export type RunFilterValues = {
  status: RunStatus[] | null;
  waiting: WaitingReason[] | null;
  trigger: TriggerKind[] | null;
  agent: string | null;
  label: string | null;
  thread: string | null;
  q: string | null;
  error: string | null;
  since: string | null;
  until: string | null;
  dry: (typeof DRY_CHOICES)[number] | null;
};

/** What the parts of the filter bar share. */
export type FilterProps = {
  readonly values: RunFilterValues;
  readonly onChange: (change: Partial<RunFilterValues>) => void;
};

export const SINCE_PERIODS = [
  { value: '1h', label: 'last hour', ms: 3_600_000 },
  { value: '24h', label: 'last 24 hours', ms: 86_400_000 },
  { value: '7d', label: 'last 7 days', ms: 7 * 86_400_000 },
  { value: '30d', label: 'last 30 days', ms: 30 * 86_400_000 },
] as const;

const MINUTE_MS = 60_000;

/**
 * The instant a `since` stands for, to the minute, so that a list asked for twice in a minute is one list. Undefined for
 * nothing and for what can't be read.
 */
export function sinceInstant(since: string | null, nowMs: number): string | undefined {
  if (since === null || since === '') return undefined;
  const period = SINCE_PERIODS.find((known) => known.value === since);
  const ms = period === undefined ? Date.parse(since) : Math.floor(nowMs / MINUTE_MS) * MINUTE_MS - period.ms;
  return Number.isFinite(ms) ? new Date(ms).toISOString() : undefined;
}

export function sinceWords(since: string): string {
  const period = SINCE_PERIODS.find((known) => known.value === since);
  if (period !== undefined) return period.label;
  const ms = Date.parse(since);
  return Number.isFinite(ms)
    ? `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`
    : 'unreadable';
}

export function runsQueryOf(values: RunFilterValues, nowMs: number): RunsFilter {
  const since = sinceInstant(values.since, nowMs);
  const until = sinceInstant(values.until, nowMs);
  return {
    ...(values.status === null || values.status.length === 0 ? {} : { status: [...values.status] }),
    ...(values.waiting === null || values.waiting.length === 0 ? {} : { waiting: [...values.waiting] }),
    ...(values.trigger === null || values.trigger.length === 0 ? {} : { trigger: [...values.trigger] }),
    ...(values.agent === null || values.agent === '' ? {} : { agent: values.agent }),
    ...(values.label === null || !isLabel(values.label) ? {} : { label: values.label }),
    ...(values.thread === null || values.thread === '' ? {} : { thread: values.thread }),
    ...(values.q === null || values.q.trim() === '' ? {} : { q: values.q.trim() }),
    ...(!fingerprint.safeParse(values.error).success || values.error === null ? {} : { error: values.error }),
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
    ...(values.dry === null ? {} : { dry: values.dry }),
  };
}

/** A label is a name and a value; what is typed on the way to one asks for nothing yet. */
export function isLabel(text: string): boolean {
  return /^[^=]+=.*$/.test(text);
}

export const NO_FILTERS: RunFilterValues = {
  status: null,
  waiting: null,
  trigger: null,
  agent: null,
  label: null,
  thread: null,
  q: null,
  error: null,
  since: null,
  until: null,
  dry: null,
};

/** Whether anything narrows the list: "nothing has run" and "nothing matches" are two sentences. */
export function isFiltered(values: RunFilterValues): boolean {
  return Object.keys(runsQueryOf(values, 0)).length > 0;
}
