// Asks again for what came with a page where a change overtook it on its way: the change was told when nothing on the screen was about it yet.
'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { askAgain } from '@/lib/query/ask-again';
import { heardChanges } from '@/lib/query/heard-changes';
import type { Key } from '@/lib/query/invalidation';

type AskedAtProps = {
  /** Where the server's event stream was before it read the answers. */
  position: string;
  queryKeys: readonly Key[];
};

export function AskedAt({ position, queryKeys }: AskedAtProps) {
  const client = useQueryClient();
  useEffect(() => {
    for (const queryKey of queryKeys)
      if (heardChanges.overtook(position, queryKey)) askAgain(client, queryKey);
  }, [client, position, queryKeys]);
  return null;
}
