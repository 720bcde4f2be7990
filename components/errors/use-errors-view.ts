// What the page of errors shows, as it stands in the URL.
'use client';
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { ERROR_SORTS } from '@/lib/contract/error';
import type { ErrorsFilter } from '@/lib/query/query-keys';
import { serverNowMs } from '../ui/server-clock';

export const ERROR_PERIODS = ['24h', '7d', '30d', 'all'] as const;
const HOUR_MS = 3_600_000;
const HOURS = { '24h': 24, '7d': 168, '30d': 720 } as const;

const parsers = {
  period: parseAsStringLiteral(ERROR_PERIODS).withDefault('7d'),
  agent: parseAsString,
  q: parseAsString,
  sort: parseAsStringLiteral(ERROR_SORTS).withDefault('lastSeen'),
  /** The fingerprint that is looked at. */
  group: parseAsString,
};

export function useErrorsView() {
  const [view, setView] = useQueryStates(parsers, { history: 'push' });
  const { period, agent, q, sort } = view;
  // By the hour, so that a list that is asked for twice is one list.
  const hour = Math.floor(serverNowMs() / HOUR_MS);
  const since = period === 'all' ? undefined : new Date((hour - HOURS[period]) * HOUR_MS).toISOString();
  const filter: ErrorsFilter = {
    sort,
    ...(since === undefined ? {} : { since }),
    ...(agent === null || agent === '' ? {} : { agent }),
    ...(q === null || q.trim() === '' ? {} : { q: q.trim() }),
  };
  return { ...view, since, filter, setView };
}
