// A list's search, with the key that leads to it. Tells the caller what is typed; when to search is the caller's.
'use client';
import { Search } from 'lucide-react';
import type { Ref } from 'react';
import { cx } from './class-names';
import { Icon } from './icon';
import { Kbd } from './kbd';

export type SearchFieldProps = {
  label: string;
  value: string;
  onValueChange: (text: string) => void;
  keyHint?: string;
  ref?: Ref<HTMLInputElement>;
  className?: string;
};

export function SearchField({ label, value, onValueChange, keyHint, ref, className }: SearchFieldProps) {
  return (
    <label
      className={cx(
        'input flex h-7 w-[220px] items-center gap-2 pr-[5px] pl-[9px] text-muted edge-strong max-md:h-10 max-md:w-auto max-md:flex-1',
        className,
      )}
    >
      <Icon of={Search} />
      <input
        ref={ref}
        type="search"
        aria-label={label}
        placeholder={label}
        value={value}
        onChange={(event) => onValueChange(event.target.value)}
        className="min-w-0 flex-1 bg-transparent text-xs text-ink outline-none max-md:text-lg [&::-webkit-search-cancel-button]:hidden"
      />
      {keyHint !== undefined && value === '' && <Kbd className="max-md:hidden">{keyHint}</Kbd>}
    </label>
  );
}
