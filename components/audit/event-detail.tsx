// Everything that is recorded of one event: when to the second, who by id, why, what was before and after, and its place in the chain.
import type { ReactNode } from 'react';
import type { AuditEventShape } from '@/lib/contract/audit';
import { shortDigest } from '@/lib/format/count';
import { AbsoluteTime } from '../ui/absolute-time';
import { CopyButton } from '../ui/copy-button';
import { JsonDiff } from '../ui/json-diff';
import { KeyValue, type KeyValueItem } from '../ui/key-value';

export function EventDetail({ event }: { event: AuditEventShape }) {
  const { seq, before, after, reason } = event;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_300px] gap-6 border-t border-line-soft px-4 pt-3 pb-4 max-lg:grid-cols-1 max-md:px-3 md:pl-16">
      <div className="min-w-0">
        {reason !== null && (
          <p className="mb-3 [overflow-wrap:anywhere]">
            <span className="text-muted">Reason: </span>
            {reason}
          </p>
        )}
        {before === null && after === null ? (
          <p className="text-xs text-muted">Nothing but that it was done is recorded.</p>
        ) : (
          <JsonDiff
            before={before ?? undefined}
            after={after ?? undefined}
            context={3}
            label={`Before and after event ${seq}`}
          />
        )}
      </div>
      {/* Rows far enough apart for a finger on each copy button. */}
      <KeyValue items={factsOf(event)} className="[&>div]:min-h-[26px]" />
    </div>
  );
}

function factsOf({
  seq,
  at,
  actor,
  action,
  entity,
  requestId,
  hash,
  prevHash,
}: AuditEventShape): KeyValueItem[] {
  const copied = (text: string, what: string): { value: ReactNode; mark: ReactNode; mono: true } => ({
    value: <span title={text}>{shortDigest(text)}</span>,
    mark: <CopyButton text={text} what={what} />,
    mono: true,
  });
  return [
    { name: 'Event', value: seq },
    { name: 'At', value: <AbsoluteTime at={at} look="date-time" /> },
    { name: 'Act', value: action, mono: true },
    { name: ACTOR_KIND[actor.kind], ...copied(actor.id, 'who, as an id') },
    { name: 'About', value: entity.kind, mono: true },
    { name: 'Its id', ...copied(entity.id, 'the id') },
    ...(requestId === null ? [] : [{ name: 'Request', ...copied(requestId, 'the request’s id') }]),
    { name: 'Hash', ...copied(hash, 'the hash') },
    { name: 'Follows', ...copied(prevHash, 'the hash it follows') },
  ];
}

const ACTOR_KIND = { user: 'Person', api_key: 'API key', system: 'Bulkhead' } as const;
