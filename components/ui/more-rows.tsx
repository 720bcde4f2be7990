// Below a list that goes on: asks for the next page. Nothing where the list is whole.
'use client';
import { Button } from './button';

export type MoreRowsProps = {
  query: {
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    readonly fetchNextPage: () => unknown;
  };
  children?: string;
};

export function MoreRows({ query, children = 'Show more' }: MoreRowsProps) {
  if (!query.hasNextPage) return null;
  return (
    <div className="border-t border-line-soft p-3">
      <Button pending={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
        {children}
      </Button>
    </div>
  );
}
