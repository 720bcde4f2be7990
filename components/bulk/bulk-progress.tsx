// How far bulk actions are: those that run, whoever began them, and those that ended while this page was open, until they are put away.
'use client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useState } from 'react';
import type { BulkShape } from '@/lib/contract/bulk';
import { abortBulkMutation, recentBulkOptions } from '@/lib/query/bulk';
import { messageOf } from '@/lib/query/problem-error';
import { useMay } from '../account/use-me';
import { useIntent } from '../runs/use-intent';
import { AlertDialog } from '../ui/alert-dialog';
import { Button } from '../ui/button';
import { Icon } from '../ui/icon';
import { IconButton } from '../ui/icon-button';
import { StateGlyph } from '../ui/state-glyph';
import { BULK_WORDS, progressDetail, progressTitle, settledCount } from './bulk-words';

export type BulkProgressProps = {
  /** Those that were begun here. */
  own: readonly string[];
  onDetails: (id: string) => void;
};

export function BulkProgress({ own, onDetails }: BulkProgressProps) {
  const { data } = useQuery(recentBulkOptions());
  const [away, setAway] = useState<ReadonlySet<string>>(new Set());
  const [seen, setSeen] = useState<ReadonlySet<string>>(new Set());
  const recent = data?.items ?? [];
  const unseen = recent.filter(({ id, state }) => state === 'running' && !seen.has(id));
  if (unseen.length > 0) setSeen(new Set([...seen, ...unseen.map(({ id }) => id)]));
  const shown = recent.filter(
    ({ id, state }) => state === 'running' || ((seen.has(id) || own.includes(id)) && !away.has(id)),
  );
  return shown.map((bulk) => (
    <BulkLine
      key={bulk.id}
      bulk={bulk}
      onDetails={() => onDetails(bulk.id)}
      onDismiss={() => setAway(new Set([...away, bulk.id]))}
    />
  ));
}

type BulkLineProps = { bulk: BulkShape; onDetails: () => void; onDismiss: () => void };

function BulkLine({ bulk, onDetails, onDismiss }: BulkLineProps) {
  const running = bulk.state === 'running';
  const detail = progressDetail(bulk);
  const glyph = running
    ? 'running'
    : bulk.failed > 0
      ? 'failed'
      : bulk.state === 'aborted'
        ? 'cancelled'
        : 'succeeded';
  return (
    <section
      aria-label={progressTitle(bulk)}
      className="flex min-h-10 flex-none items-center gap-2.5 border-b border-line bg-surface px-4 py-1 text-xs max-md:flex-wrap max-md:px-3"
    >
      <StateGlyph state={glyph} />
      <p role="status" className="min-w-0 truncate">
        <b className="text-sm font-semi">{progressTitle(bulk)}</b>
        {detail !== '' && <span className="ml-2 text-muted">{detail}</span>}
      </p>
      {running && <Bar bulk={bulk} />}
      <span className="min-w-0 flex-1 truncate text-muted max-md:hidden" title={bulk.reason}>
        {`${bulk.askedBy.label}: ${bulk.reason}`}
      </span>
      <Button size="sm" variant="ghost" onClick={onDetails}>
        Details
      </Button>
      {running ? (
        <AbortButton bulk={bulk} />
      ) : (
        <IconButton label="Dismiss" onClick={onDismiss}>
          <Icon of={X} />
        </IconButton>
      )}
    </section>
  );
}

export function Bar({ bulk }: { bulk: BulkShape }) {
  const settled = settledCount(bulk);
  return (
    <span
      role="progressbar"
      aria-label={progressTitle(bulk)}
      aria-valuemin={0}
      aria-valuemax={bulk.total}
      aria-valuenow={settled}
      className="h-1.5 w-40 flex-none overflow-hidden rounded-full bg-sunken edge-strong max-md:w-full"
    >
      <span className="block h-full bg-accent" style={{ width: `${(settled / bulk.total) * 100}%` }} />
    </span>
  );
}

export function AbortButton({ bulk }: { bulk: BulkShape }) {
  const may = useMay('runs:write');
  const [asking, setAsking] = useState(false);
  const intentOf = useIntent();
  const abort = useMutation(abortBulkMutation());
  if (!may) return null;
  const { doing, done } = BULK_WORDS[bulk.action];
  return (
    <>
      <Button size="sm" onClick={() => setAsking(true)}>
        Abort
      </Button>
      <AlertDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Stop ${doing.toLowerCase()}`}
        confirm="Stop"
        reason="none"
        error={abort.error === null ? undefined : messageOf(abort.error)}
        pending={abort.isPending}
        onConfirm={() =>
          abort.mutate(
            { intent: intentOf({ abort: bulk.id }), id: bulk.id },
            { onSuccess: () => setAsking(false) },
          )
        }
      >
        {`What is ${done} stays ${done}; the runs that are left stay as they are.`}
      </AlertDialog>
    </>
  );
}
