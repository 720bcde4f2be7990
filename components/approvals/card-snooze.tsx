// Puts a call off for oneself: out of the own queue for a while, never beyond shortly before its time, and back at once when it changes.
'use client';
import { useMutation } from '@tanstack/react-query';
import { AlarmClock } from 'lucide-react';
import type { ApprovalShape } from '@/lib/contract/approval';
import { formatUtcTime } from '@/lib/format/time';
import { snoozeApprovalMutation } from '@/lib/query/approval-acts';
import { newIntent } from '@/lib/query/intent';
import { messageOf } from '@/lib/query/problem-error';
import { Button } from '../ui/button';
import { DropdownMenu, MenuItem } from '../ui/dropdown-menu';
import { Icon } from '../ui/icon';
import { serverNowMs } from '../ui/server-clock';
import { notify } from '../ui/toaster';

const MINUTE_MS = 60_000;
const FOR = [
  { label: '15 minutes', ms: 15 * MINUTE_MS },
  { label: 'One hour', ms: 60 * MINUTE_MS },
  { label: 'Four hours', ms: 240 * MINUTE_MS },
  { label: 'A day', ms: 1_440 * MINUTE_MS },
] as const;

export type CardSnoozeProps = {
  approval: ApprovalShape;
  /** This person has put it off. */
  isAway: boolean;
  /** It has left the queue that is looked at. */
  onAway: () => void;
};

export function CardSnooze({ approval, isAway, onAway }: CardSnoozeProps) {
  const snooze = useMutation({
    ...snoozeApprovalMutation(),
    onSuccess: ({ until }) => {
      notify(
        until === null
          ? { title: 'It waits in your queue again' }
          : { title: `Put off until ${formatUtcTime(until)}`, detail: 'it comes back sooner if it changes' },
      );
      onAway();
    },
    onError: (error) => notify({ title: 'It can’t be put off', detail: messageOf(error), state: 'failed' }),
  });
  const put = (until: string | null): void => {
    if (!snooze.isPending) snooze.mutate({ intent: newIntent(), id: approval.id, until });
  };
  if (isAway) {
    return (
      <Button className="flex-none max-md:min-h-11" pending={snooze.isPending} onClick={() => put(null)}>
        Take back
      </Button>
    );
  }
  return (
    <DropdownMenu
      trigger={
        <Button
          className="flex-none max-md:min-h-11"
          icon={<Icon of={AlarmClock} />}
          pending={snooze.isPending}
        >
          Put off
        </Button>
      }
    >
      {FOR.map(({ label, ms }) => (
        <MenuItem key={label} onSelect={() => put(new Date(serverNowMs() + ms).toISOString())}>
          {label}
        </MenuItem>
      ))}
    </DropdownMenu>
  );
}
