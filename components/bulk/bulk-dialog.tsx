// The question before one act on many runs: how many there are now, what happens to them, and why. The count that is read is the count that is sent.
'use client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { BulkActionName } from '@/lib/contract/bulk';
import type { RunFilter } from '@/lib/contract/run-filter';
import { startBulkMutation } from '@/lib/query/bulk';
import { ApiProblem, messageOf } from '@/lib/query/problem-error';
import { runCountOptions } from '@/lib/query/runs';
import { useIntent } from '../runs/use-intent';
import { AlertDialog } from '../ui/alert-dialog';
import { BULK_WORDS, bulkTitle, previewSentence } from './bulk-words';

/** What can't be undone. */
const ENDS: ReadonlySet<BulkActionName> = new Set(['cancel', 'discard']);

export type BulkDialogProps = {
  action: BulkActionName;
  filter: RunFilter;
  onClose: () => void;
  onStarted: (id: string) => void;
};

export function BulkDialog({ action, filter, onClose, onStarted }: BulkDialogProps) {
  const words = BULK_WORDS[action];
  const intentOf = useIntent();
  const preview = useQuery({ ...runCountOptions(filter), refetchInterval: false, gcTime: 0 });
  const start = useMutation(startBulkMutation());
  // Runs came or went: the dialog shows how many there are now before it can be confirmed again.
  const { refetch } = preview;
  const counted = start.error instanceof ApiProblem && start.error.problem.code === 'conflict';
  useEffect(() => {
    if (counted) void refetch();
  }, [counted, refetch]);
  const count = preview.data?.count;
  const trouble = start.error ?? preview.error;
  return (
    <AlertDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={count === undefined ? `${words.verb} runs` : bulkTitle(action, count)}
      confirm={count === undefined ? words.verb : bulkTitle(action, count)}
      tone={ENDS.has(action) ? 'danger' : 'primary'}
      reasonLabel="Reason, kept with each run"
      error={trouble === null ? undefined : messageOf(trouble)}
      pending={start.isPending || preview.isFetching}
      onConfirm={(reason) => {
        if (count === undefined || count === 0) return;
        const body = { action, filter, reason, expectedCount: count };
        start.mutate({ intent: intentOf(body), body }, { onSuccess: ({ id }) => onStarted(id) });
      }}
    >
      <p>{`They ${words.effect}`}</p>
      <p role="status" className="mt-2 text-xs text-muted">
        {preview.data === undefined
          ? 'Counting what matches.'
          : count === 0
            ? 'Nothing matches any more.'
            : previewSentence(action, preview.data)}
      </p>
    </AlertDialog>
  );
}
