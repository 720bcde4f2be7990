// Which events a parked run waits for and until when, in its strip below the head.
'use client';
import type { Waiting } from '@/lib/domain/run';
import { AbsoluteTime } from '../ui/absolute-time';
import { Dot } from '../ui/dot';

export function EventNote({ waiting }: { waiting: Waiting }) {
  return (
    <span className="flex flex-wrap items-center gap-x-1.5">
      {waiting.items
        .filter(({ kind }) => kind === 'event')
        .map(({ id, until }) => (
          <span key={id} className="inline-flex flex-wrap items-center gap-x-1">
            <code>{id}</code>
            {until !== undefined && (
              <>
                until <AbsoluteTime at={until} look="date-time" />
              </>
            )}
            <Dot />
          </span>
        ))}
      no process is held meanwhile
    </span>
  );
}
