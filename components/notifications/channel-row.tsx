// One channel: what it is, where it goes, what it is told of, when not.
'use client';
import { History, Pencil, Trash2 } from 'lucide-react';
import type { ChannelShape } from '@/lib/contract/channel';
import { AbsoluteTime } from '../ui/absolute-time';
import { DropdownMenu, MenuItem, MenuSeparator } from '../ui/dropdown-menu';
import { Glyph } from '../ui/glyph';
import { Icon } from '../ui/icon';
import { IconButton } from '../ui/icon-button';
import { TableRow, Td } from '../ui/table';
import { Tag } from '../ui/tag';
import { destinationOf, EVENT_WORDS, KIND_WORDS, narrowedTo } from './channel-words';

export type ChannelRowProps = {
  channel: ChannelShape;
  onChange: () => void;
  onLog: () => void;
  onRemove: () => void;
};

export function ChannelRow({ channel, onChange, onLog, onRemove }: ChannelRowProps) {
  const { name, kind, events } = channel;
  const narrowed = narrowedTo(channel);
  return (
    <TableRow tall>
      <Td className="max-w-[320px] py-1.5 max-md:w-[99%] max-md:max-w-0">
        <button
          type="button"
          onClick={onLog}
          className="link block max-w-full truncate text-left font-medium max-md:py-1"
        >
          {name}
        </button>
        <span className="block truncate text-xs text-muted" title={destinationOf(channel)}>
          {`${KIND_WORDS[kind]}: ${destinationOf(channel)}`}
        </span>
        <span className="mt-1 flex flex-wrap gap-1 md:hidden">
          <Events events={events} />
        </span>
      </Td>
      <Td className="w-[99%] py-1.5 whitespace-normal! max-md:hidden">
        <span className="flex flex-wrap gap-1">
          <Events events={events} />
        </span>
        {narrowed !== undefined && <span className="block pt-0.5 text-xs text-muted">{narrowed}</span>}
      </Td>
      <Td className="py-1.5 max-md:hidden">
        <Quiet channel={channel} />
      </Td>
      <Td>
        <DropdownMenu
          trigger={
            <IconButton label={`What can be done about ${name}`} tooltip={false}>
              <Glyph name="more" />
            </IconButton>
          }
        >
          <MenuItem icon={<Icon of={History} size={14} />} onSelect={onLog}>
            Test and log
          </MenuItem>
          <MenuItem icon={<Icon of={Pencil} size={14} />} onSelect={onChange}>
            Change
          </MenuItem>
          <MenuSeparator />
          <MenuItem danger icon={<Icon of={Trash2} size={14} />} onSelect={onRemove}>
            Remove
          </MenuItem>
        </DropdownMenu>
      </Td>
    </TableRow>
  );
}

function Events({ events }: Pick<ChannelShape, 'events'>) {
  return events.map((event) => <Tag key={event}>{EVENT_WORDS[event]}</Tag>);
}

function Quiet({ channel: { quietHours, quietUntil } }: { channel: ChannelShape }) {
  if (quietHours === undefined) return <span className="text-faint">none</span>;
  return (
    <>
      <span className="block tabular-nums">{`${quietHours.from} to ${quietHours.to}`}</span>
      <span className="block text-xs text-muted">
        {quietUntil === null ? (
          quietHours.zone
        ) : (
          <>
            quiet until <AbsoluteTime at={quietUntil} look="date-time" />
          </>
        )}
      </span>
    </>
  );
}
