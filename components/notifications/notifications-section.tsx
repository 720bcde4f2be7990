// Notifications: through what people are told, of what, whether it arrives. Secrets stand in it by name.
'use client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { ChannelShape } from '@/lib/contract/channel';
import { plural } from '@/lib/format/count';
import { channelsOptions, deleteChannelMutation } from '@/lib/query/channels';
import { messageOf } from '@/lib/query/problem-error';
import { Loading, StaleBanner } from '../shell/load-error';
import { AlertDialog } from '../ui/alert-dialog';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { Icon } from '../ui/icon';
import { Seam } from '../ui/seam';
import { Table, TableHead, Th } from '../ui/table';
import { notify } from '../ui/toaster';
import { ChannelDialog } from './channel-dialog';
import { ChannelLog } from './channel-log';
import { ChannelRow } from './channel-row';

export function NotificationsSection() {
  const query = useQuery(channelsOptions());
  const channels = query.data?.items ?? [];
  const [putting, setPutting] = useState<ChannelShape | 'new' | undefined>(undefined);
  const [looking, setLooking] = useState<string | undefined>(undefined);
  const [removing, setRemoving] = useState<string | undefined>(undefined);
  const remove = useMutation(deleteChannelMutation());
  const close = (): void => {
    remove.reset();
    setRemoving(undefined);
  };
  return (
    <>
      <StaleBanner query={query} />
      <Seam
        title="Notifications"
        note={query.data === undefined ? undefined : plural(channels.length, 'channel')}
        action={
          <Button size="sm" variant="primary" icon={<Icon of={Plus} />} onClick={() => setPutting('new')}>
            Add a channel
          </Button>
        }
      >
        <p className="px-4 pb-2 text-xs text-muted max-md:px-3">
          A message says what waits and links here. Nobody decides by a message: its link asks for a sign-in,
          and arguments stand in it only where a channel says so.
        </p>
        {query.data === undefined ? (
          <Loading what="The channels" query={query} rows={3} />
        ) : channels.length === 0 ? (
          <EmptyState title="Nobody is told yet">
            Add a channel, and what waits for a person is sent there by e-mail, to Slack or to a webhook.
          </EmptyState>
        ) : (
          <Table>
            <TableHead>
              <tr>
                <Th>Channel</Th>
                <Th className="w-[99%] max-md:hidden">Told of</Th>
                <Th className="max-md:hidden">Quiet hours</Th>
                <Th>
                  <span className="sr-only">What can be done</span>
                </Th>
              </tr>
            </TableHead>
            <tbody>
              {channels.map((channel) => (
                <ChannelRow
                  key={channel.name}
                  channel={channel}
                  onChange={() => setPutting(channel)}
                  onLog={() => setLooking(channel.name)}
                  onRemove={() => setRemoving(channel.name)}
                />
              ))}
            </tbody>
          </Table>
        )}
      </Seam>
      {putting !== undefined && (
        <ChannelDialog
          channel={putting === 'new' ? undefined : putting}
          onClose={() => setPutting(undefined)}
          onPut={(name) => {
            setPutting(undefined);
            setLooking(name);
          }}
        />
      )}
      {looking !== undefined && <ChannelLog name={looking} onClose={() => setLooking(undefined)} />}
      <AlertDialog
        open={removing !== undefined}
        onOpenChange={(open) => !open && close()}
        title={`Remove ${removing ?? ''}`}
        confirm="Remove"
        reason="none"
        pending={remove.isPending}
        error={remove.error === null ? undefined : messageOf(remove.error)}
        onConfirm={() =>
          removing !== undefined &&
          remove.mutate(removing, {
            onSuccess: () => {
              notify({ title: 'Channel removed', detail: removing });
              close();
            },
          })
        }
      >
        Nobody is told through it any more, and what waits to be sent is cancelled.
      </AlertDialog>
    </>
  );
}
