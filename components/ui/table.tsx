// The parts of a dense table: 36 px rows parted by hairlines, numbers at the right, a chosen row with an accent edge.
import type { ComponentProps } from 'react';
import { cx } from './class-names';

export function Table({ className, ...rest }: ComponentProps<'table'>) {
  return <table {...rest} className={cx('w-full border-collapse', className)} />;
}

export type TableHeadProps = ComponentProps<'thead'> & { sticky?: boolean };

export function TableHead({ sticky = false, className, ...rest }: TableHeadProps) {
  return (
    <thead
      {...rest}
      className={cx(
        sticky &&
          '[&_th]:sticky [&_th]:top-0 [&_th]:z-1 [&_th]:bg-raised [&_th]:shadow-[inset_0_-1px_0_var(--line)]',
        className,
      )}
    />
  );
}

/** The column that holds only the box by which a row is chosen: 38 px, at the edge. */
const BOX = 'w-[38px] pr-0.5 pl-[9px] first:pl-[9px]';
const PAD = 'px-[9px] first:pl-4 last:pr-4 max-md:first:pl-3 max-md:last:pr-3';

export type ThProps = ComponentProps<'th'> & { numeric?: boolean; box?: boolean };

export function Th({ numeric = false, box = false, className, scope = 'col', ...rest }: ThProps) {
  return (
    <th
      {...rest}
      scope={scope}
      className={cx(
        'h-8 text-xs font-medium whitespace-nowrap text-muted',
        box ? BOX : PAD,
        numeric ? 'text-right' : 'text-left',
        className,
      )}
    />
  );
}

export type TableRowProps = ComponentProps<'tr'> & { selected?: boolean; tall?: boolean };

export function TableRow({ selected = false, tall = false, className, ...rest }: TableRowProps) {
  return (
    <tr
      {...rest}
      aria-selected={selected || undefined}
      className={cx(
        'group/row transition-colors',
        tall ? '[&>td]:h-[38px]' : '[&>td]:h-9',
        selected
          ? 'bg-select [&>td:first-child]:shadow-[inset_2px_0_0_var(--accent)]'
          : 'hover:bg-hover focus-within:bg-hover',
        className,
      )}
    />
  );
}

export type TdProps = ComponentProps<'td'> & {
  numeric?: boolean;
  /** Takes the room that is left and cuts its text. */
  grow?: boolean;
  box?: boolean;
};

export function Td({ numeric = false, grow = false, box = false, className, ...rest }: TdProps) {
  return (
    <td
      {...rest}
      className={cx(
        'border-t border-line-soft whitespace-nowrap',
        box ? BOX : PAD,
        numeric && 'text-right tabular-nums',
        grow && 'w-[99%] max-w-0 truncate',
        className,
      )}
    />
  );
}
