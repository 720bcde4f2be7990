// The filters of the record: search, what is on as chips, and the rest behind one button.
'use client';
import { useRef } from 'react';
import { formatCount } from '@/lib/format/count';
import { sinceWords } from '../runs/run-filters';
import { Chip } from '../ui/chip';
import { cx } from '../ui/class-names';
import { SearchField } from '../ui/search-field';
import { usePageKeys } from '../ui/use-page-keys';
import { useTypedSearch } from '../ui/use-typed-search';
import { AuditFilterPopover } from './audit-filter-popover';
import { type AuditFilterProps, ENTITY_KINDS } from './audit-filters';

export type AuditFilterBarProps = AuditFilterProps & { shown: number; more: boolean };

export function AuditFilterBar({ values, onChange, shown, more }: AuditFilterBarProps) {
  const search = useRef<HTMLInputElement>(null);
  const [text, type] = useTypedSearch(values.q, (q) => onChange({ q }));
  usePageKeys({ '/': { label: 'Search the record', act: () => search.current?.focus() } });
  const { actor, action, entity, since, until } = values;
  return (
    <div className="flex min-h-11 flex-none flex-wrap items-center gap-2 border-b border-line bg-surface px-4 py-1.5 text-xs max-md:px-3">
      <SearchField ref={search} label="Search the record" keyHint="/" value={text} onValueChange={type} />
      {actor !== null && (
        <Chip name="by" onRemove={() => onChange({ actor: null })}>
          {actor}
        </Chip>
      )}
      {action !== null && action.length > 0 && (
        <Chip name="act is" onRemove={() => onChange({ action: null })}>
          {action.join(', ')}
        </Chip>
      )}
      {entity !== null && (
        <Chip name="about" onRemove={() => onChange({ entity: null })}>
          {entityWords(entity)}
        </Chip>
      )}
      {since !== null && (
        <Chip name="since" onRemove={() => onChange({ since: null })}>
          {sinceWords(since)}
        </Chip>
      )}
      {until !== null && (
        <Chip name="until" onRemove={() => onChange({ until: null })}>
          {sinceWords(until)}
        </Chip>
      )}
      <AuditFilterPopover values={values} onChange={onChange} />
      <span className="flex-1" />
      <span role="status" className={cx('text-muted max-md:hidden', shown === 0 && 'invisible')}>
        <b className="text-ink">{formatCount(shown)}</b>
        {more ? ' shown, more below, newest first' : ' events, newest first'}
      </span>
    </div>
  );
}

function entityWords(entity: string): string {
  const at = entity.indexOf(':');
  const kind = at < 0 ? entity : entity.slice(0, at);
  const label = ENTITY_KINDS.find((known) => known.kind === kind)?.label.toLowerCase() ?? kind;
  return at < 0 ? label : `${label} ${entity.slice(at + 1)}`;
}
