// A test on demand, and what was sent through a channel: how it went, when it is tried again, why nobody had to be told.
'use client';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { Send } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import type { ChannelDeliveryShape } from '@/lib/contract/channel';
import { plural } from '@/lib/format/count';
import { channelLogOptions, redeliverMutation, testChannelMutation } from '@/lib/query/channels';
import { newIntent } from '@/lib/query/intent';
import { messageOf } from '@/lib/query/problem-error';
import { routes } from '@/lib/routes';
import { Loading } from '../shell/load-error';
import { AbsoluteTime } from '../ui/absolute-time';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { EmptyState } from '../ui/empty-state';
import { Icon } from '../ui/icon';
import { MoreRows } from '../ui/more-rows';
import { RelativeTime } from '../ui/relative-time';
import { State } from '../ui/state';
import { EVENT_WORDS, STATUS_WORDS } from './channel-words';

export function ChannelLog({ name, onClose }: { name: string; onClose: () => void }) {
  const query = useInfiniteQuery(channelLogOptions(name));
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  const test = useMutation(testChannelMutation());
  const [tested, setTested] = useState<string | undefined>(undefined);
  const outcome = rows.find(({ id }) => id === tested);
  return (
    <Dialog
      open
      width="lg"
      onOpenChange={(open) => !open && onClose()}
      title={name}
      description="What was sent through it, the newest first; kept for thirty days."
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            Done
          </Button>
          <Button
            variant="primary"
            icon={<Icon of={Send} size={14} />}
            pending={test.isPending || outcome?.status === 'pending'}
            onClick={() =>
              test.mutate({ name, intent: newIntent() }, { onSuccess: ({ id }) => setTested(id) })
            }
          >
            Send a test
          </Button>
        </>
      }
    >
      <div role="status" className="text-xs">
        {test.error !== null && (
          <p data-state-of="failed" className="pb-2 text-state">
            {messageOf(test.error)}
          </p>
        )}
        {outcome !== undefined && <Outcome delivery={outcome} />}
      </div>
      {query.data === undefined ? (
        <Loading what="The log" query={query} rows={3} />
      ) : rows.length === 0 ? (
        <EmptyState title="Nothing was sent yet">A test shows whether it arrives.</EmptyState>
      ) : (
        <>
          <ol className="grid">
            {rows.map((delivery) => (
              <LogRow key={delivery.id} channel={name} delivery={delivery} />
            ))}
          </ol>
          <MoreRows query={query} bare />
        </>
      )}
    </Dialog>
  );
}

function Outcome({ delivery: { status, attempts, lastError } }: { delivery: ChannelDeliveryShape }) {
  if (status === 'delivered')
    return (
      <p data-state-of="succeeded" className="pb-2 text-state">
        The test was taken by the receiver.
      </p>
    );
  if (status === 'pending' && attempts === 0)
    return <p className="pb-2 text-muted">The test is on its way.</p>;
  return (
    <p data-state-of="failed" className="pb-2 text-state">
      {`The test was not taken: ${lastError ?? 'no answer yet'}`}
    </p>
  );
}

function LogRow({ channel, delivery }: { channel: string; delivery: ChannelDeliveryShape }) {
  const again = useMutation(redeliverMutation());
  const { id, event, status, attempts, createdAt, nextAttemptAt, heldUntil, lastError } = delivery;
  const { state, word } = STATUS_WORDS[status];
  const href = hrefOf(delivery);
  const what = EVENT_WORDS[event];
  return (
    <li className="border-line-soft py-2 not-first:border-t">
      <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <State state={state}>{word}</State>
        <span className="min-w-0 flex-1">
          {href === undefined ? (
            what
          ) : (
            <Link className="link" href={href}>
              {what}
            </Link>
          )}
        </span>
        <RelativeTime at={createdAt} className="text-muted" />
        {(status === 'delivered' || status === 'failed') && (
          <Button
            size="sm"
            pending={again.isPending}
            onClick={() => again.mutate({ name: channel, id, intent: newIntent() })}
          >
            Send again
          </Button>
        )}
      </span>
      <span className="block pl-[23px] text-xs text-muted">
        {attempts > 0 && plural(attempts, 'attempt')}
        {lastError !== null && ` · ${lastError}`}
        {again.error !== null && ` · ${messageOf(again.error)}`}
        {heldUntil !== null ? (
          <>
            {attempts > 0 && ' · '}held back until <AbsoluteTime at={heldUntil} look="date-time" />
          </>
        ) : (
          status === 'pending' &&
          attempts > 0 &&
          nextAttemptAt !== null && (
            <>
              {' · next attempt '}
              <RelativeTime at={nextAttemptAt} />
            </>
          )
        )}
      </span>
    </li>
  );
}

function hrefOf({ approvalId, runId, alertId }: ChannelDeliveryShape): string | undefined {
  if (approvalId !== null) return routes.approval(approvalId);
  if (runId !== null) return routes.run(runId);
  return alertId === null ? undefined : routes.spend();
}
