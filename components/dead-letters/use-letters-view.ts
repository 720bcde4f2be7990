// What the page of dead letters shows, as it stands in the URL: which state, of which agent, of which cause.
'use client';
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { DEAD_LETTER_STATES } from '@/lib/domain/dead-letter';
import type { DeadLettersFilter } from '@/lib/query/query-keys';

const parsers = {
  state: parseAsStringLiteral(DEAD_LETTER_STATES).withDefault('open'),
  agent: parseAsString,
  /** The fingerprint whose letters are shown. */
  cause: parseAsString,
};

export function useLettersView() {
  const [view, setView] = useQueryStates(parsers, { history: 'push' });
  const { state, agent } = view;
  const filter: DeadLettersFilter = agent === null || agent === '' ? { state } : { state, agent };
  return { ...view, filter, setView };
}
