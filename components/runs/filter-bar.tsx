// The filters of the runs list: search, what is on as chips, and the rest behind one button.
'use client';
import { type ReactNode, useRef } from 'react';
import { formatCount } from '@/lib/format/count';
import { Chip } from '../ui/chip';
import { cx } from '../ui/class-names';
import { SearchField } from '../ui/search-field';
import { usePageKeys } from '../ui/use-page-keys';
import { useTypedSearch } from '../ui/use-typed-search';
import { chipsOf } from './filter-chips';
import { FilterPopover } from './filter-popover';
import type { FilterProps } from './run-filters';

/** `count`: how many match; undefined while it isn't known. Children: what is done with the list as it is filtered. */
export type FilterBarProps = FilterProps & { count: number | undefined; children?: ReactNode };

export function FilterBar({ values, onChange, count, children }: FilterBarProps) {
  const search = useRef<HTMLInputElement>(null);
  const [text, type] = useTypedSearch(values.q, (q) => onChange({ q }));
  usePageKeys({ '/': { label: 'Search the runs', act: () => search.current?.focus() } });
  return (
    <div className="flex min-h-11 flex-none flex-wrap items-center gap-2 border-b border-line bg-surface px-4 py-1.5 text-xs max-md:px-3">
      <SearchField
        ref={search}
        label="Search input, id, error"
        keyHint="/"
        value={text}
        onValueChange={type}
        className="max-md:min-w-36"
      />
      {chipsOf(values).map(({ name, words, off }) => (
        <Chip key={name} name={name} onRemove={() => onChange(off)}>
          {words}
        </Chip>
      ))}
      <FilterPopover values={values} onChange={onChange} />
      <span className="flex-1 max-md:hidden" />
      <span role="status" className={cx('text-muted max-md:hidden', count === undefined && 'invisible')}>
        <b className="text-ink">{formatCount(count ?? 0)}</b>
        {count === 1 ? ' run' : ' runs, newest first'}
      </span>
      {children}
    </div>
  );
}
