// The filters of the runs list: search, what is on as chips, and the rest behind one button.
'use client';
import { useEffect, useRef, useState } from 'react';
import { formatCount } from '@/lib/format/count';
import { Chip } from '../ui/chip';
import { cx } from '../ui/class-names';
import { SearchField } from '../ui/search-field';
import { usePageKeys } from '../ui/use-page-keys';
import { FilterPopover } from './filter-popover';
import { type FilterProps, sinceWords } from './run-filters';

const TYPING_MS = 250;

export type FilterBarProps = FilterProps & { shown: number; more: boolean };

/** What is typed, handed on when the typing rests; follows the URL when that changes from elsewhere (Back, a link). */
function useTypedSearch(q: string | null, onRest: (q: string | null) => void) {
  const [text, setText] = useState(q ?? '');
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const sent = useRef(q ?? '');
  useEffect(() => {
    if ((q ?? '') === sent.current) return;
    sent.current = q ?? '';
    setText(sent.current);
  }, [q]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const type = (next: string): void => {
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      sent.current = next.trim();
      onRest(sent.current === '' ? null : sent.current);
    }, TYPING_MS);
  };
  return [text, type] as const;
}

export function FilterBar({ values, onChange, shown, more }: FilterBarProps) {
  const search = useRef<HTMLInputElement>(null);
  const [text, type] = useTypedSearch(values.q, (q) => onChange({ q }));
  usePageKeys({ '/': { label: 'Search the runs', act: () => search.current?.focus() } });
  const statuses = values.status ?? [];
  return (
    <div className="flex min-h-11 flex-none flex-wrap items-center gap-2 border-b border-line bg-surface px-4 py-1.5 text-xs max-md:px-3">
      <SearchField
        ref={search}
        label="Search input, id, error"
        keyHint="/"
        value={text}
        onValueChange={type}
      />
      {statuses.length > 0 && (
        <Chip name="status is" onRemove={() => onChange({ status: null })}>
          {statuses.join(', ')}
        </Chip>
      )}
      {values.agent !== null && (
        <Chip name="agent is" onRemove={() => onChange({ agent: null })}>
          {values.agent}
        </Chip>
      )}
      {values.since !== null && (
        <Chip name="since" onRemove={() => onChange({ since: null })}>
          {sinceWords(values.since)}
        </Chip>
      )}
      {values.until !== null && (
        <Chip name="until" onRemove={() => onChange({ until: null })}>
          {sinceWords(values.until)}
        </Chip>
      )}
      <FilterPopover values={values} onChange={onChange} />
      <span className="flex-1" />
      <span role="status" className={cx('text-muted max-md:hidden', shown === 0 && 'invisible')}>
        <b className="text-ink">{formatCount(shown)}</b>
        {more ? ' shown, more below, newest first' : ' runs, newest first'}
      </span>
    </div>
  );
}
