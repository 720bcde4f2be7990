// Names and values of one thing. Three looks: rows with the value at the right, columns in a head, a strip in a well.
import type { ReactNode } from 'react';
import { cx } from './class-names';

export type KeyValueItem = {
  name: ReactNode;
  value: ReactNode;
  /** After the value: a check, a copy button. */
  mark?: ReactNode;
  /** Identity where the name is no text. */
  id?: string;
  mono?: boolean;
  /** Left out at 390 px. */
  wideOnly?: boolean;
};

export type KeyValueProps = {
  items: readonly KeyValueItem[];
  look?: 'rows' | 'columns' | 'strip';
  className?: string;
};

const LIST = {
  rows: '',
  columns: 'flex flex-wrap gap-x-7 gap-y-2 max-md:gap-x-[22px]',
  strip:
    'flex h-[30px] items-center gap-4 overflow-hidden rounded-md bg-sunken px-2.5 text-xs text-muted [&>:last-child:not(:first-child)]:ml-auto',
} as const;

const ITEM = {
  rows: 'flex min-h-[21px] items-center gap-1.5 text-xs',
  columns: '',
  strip: 'flex items-center gap-2 whitespace-nowrap',
} as const;

const NAME = { rows: 'flex-1 text-muted', columns: 'text-xs text-faint', strip: '' } as const;

const VALUE = {
  rows: 'flex items-center gap-1.5 text-right [overflow-wrap:anywhere]',
  columns: 'flex items-center gap-1 font-medium whitespace-nowrap',
  strip: 'flex items-center gap-1 text-ink',
} as const;

export function KeyValue({ items, look = 'rows', className }: KeyValueProps) {
  return (
    <dl className={cx(LIST[look], className)}>
      {items.map((item, index) => (
        <div
          key={item.id ?? (typeof item.name === 'string' ? item.name : index)}
          className={cx(ITEM[look], item.wideOnly === true && 'max-md:hidden')}
        >
          <dt className={NAME[look]}>{item.name}</dt>
          <dd className={cx(VALUE[look], item.mono === true && 'mono')}>
            {item.value}
            {item.mark}
          </dd>
        </div>
      ))}
    </dl>
  );
}
