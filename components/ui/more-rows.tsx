// Below a list that goes on: asks for the next page. Nothing where the list is whole.
'use client';
import { Button } from './button';
import { cx } from './class-names';
import { type Growing, useMore } from './use-more';

export type MoreRowsProps = {
  query: Growing;
  children?: string;
  /** Without the line that parts it from the rows. */
  bare?: boolean;
};

export function MoreRows({ query, children = 'Show more', bare = false }: MoreRowsProps) {
  const { more, pending } = useMore(query);
  if (!query.hasNextPage) return null;
  return (
    <div className={cx('p-3', !bare && 'border-t border-line-soft')}>
      <Button pending={pending} onClick={more}>
        {children}
      </Button>
    </div>
  );
}
