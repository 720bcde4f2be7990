// One person in the list: who, as what, and the menu of what can be done.
'use client';
import {
  Ban,
  KeyRound,
  Link2,
  MonitorSmartphone,
  Pencil,
  ScrollText,
  ShieldOff,
  UserCheck,
} from 'lucide-react';
import type { UserShape } from '@/lib/contract/people';
import { routes } from '@/lib/routes';
import { Avatar } from '../ui/avatar';
import { DropdownMenu, MenuItem, MenuSeparator } from '../ui/dropdown-menu';
import { Glyph } from '../ui/glyph';
import { Icon } from '../ui/icon';
import { IconButton } from '../ui/icon-button';
import { RelativeTime } from '../ui/relative-time';
import { TableRow, Td } from '../ui/table';
import { Tag } from '../ui/tag';
import type { PersonActKind } from './person-acts';

export type PersonRowProps = {
  user: UserShape;
  isMe: boolean;
  /** People may sign in at an issuer. */
  hasIssuer: boolean;
  onEdit: () => void;
  onAct: (kind: PersonActKind) => void;
};

export function PersonRow({ user, isMe, hasIssuer, onEdit, onAct }: PersonRowProps) {
  return (
    <TableRow className={user.disabled ? 'text-muted' : ''}>
      <Td className="w-[99%] max-w-0 py-1.5">
        <span className="flex items-center gap-2.5">
          <Avatar name={user.name} decorative />
          <span className="min-w-0">
            <span className="flex items-center gap-2">
              <b className="truncate font-medium">{user.name}</b>
              {isMe && <Tag>you</Tag>}
            </span>
            <span className="block truncate text-xs text-muted">{user.email}</span>
            <span className="mt-1 flex gap-1 empty:hidden md:hidden">
              <PersonState user={user} />
            </span>
          </span>
        </span>
      </Td>
      <Td>{user.role}</Td>
      <Td className="max-md:hidden">
        <span className="flex gap-1">
          <PersonState user={user} />
        </span>
      </Td>
      <Td numeric className="max-md:hidden">
        {user.openSessions}
      </Td>
      <Td numeric className="text-muted max-md:hidden">
        {user.lastSeenAt === null ? 'never' : <RelativeTime at={user.lastSeenAt} />}
      </Td>
      <Td>
        <DropdownMenu
          trigger={
            <IconButton label={`What can be done about ${user.name}`} tooltip={false}>
              <Glyph name="more" />
            </IconButton>
          }
        >
          <MenuItem icon={<Icon of={Pencil} size={14} />} onSelect={onEdit}>
            Change name or role
          </MenuItem>
          <MenuItem icon={<Icon of={KeyRound} size={14} />} disabled={isMe} onSelect={() => onAct('reset')}>
            Give a temporary password
          </MenuItem>
          {hasIssuer && (
            <MenuItem icon={<Icon of={Link2} size={14} />} onSelect={() => onAct('link')}>
              Link to a sign-in at the issuer
            </MenuItem>
          )}
          {user.secondFactor && (
            <MenuItem
              icon={<Icon of={ShieldOff} size={14} />}
              disabled={isMe}
              onSelect={() => onAct('factor')}
            >
              Reset the second factor
            </MenuItem>
          )}
          <MenuSeparator />
          <MenuItem
            icon={<Icon of={MonitorSmartphone} size={14} />}
            href={routes.settings('sessions', { user: user.email })}
          >
            Sessions
          </MenuItem>
          <MenuItem icon={<Icon of={ScrollText} size={14} />} href={routes.audit({ actor: user.email })}>
            What they did
          </MenuItem>
          <MenuSeparator />
          {user.disabled ? (
            <MenuItem icon={<Icon of={UserCheck} size={14} />} onSelect={() => onAct('enable')}>
              Let them sign in again
            </MenuItem>
          ) : (
            <MenuItem
              danger
              icon={<Icon of={Ban} size={14} />}
              disabled={isMe}
              onSelect={() => onAct('disable')}
            >
              Disable
            </MenuItem>
          )}
        </DropdownMenu>
      </Td>
    </TableRow>
  );
}

function PersonState({ user }: { user: UserShape }) {
  return (
    <>
      {user.disabled && <Tag>disabled</Tag>}
      {user.passwordIsTemporary && <Tag>temporary password</Tag>}
      {user.issuer !== null && <Tag>issuer</Tag>}
      {user.linkUntil !== null && <Tag>may be linked</Tag>}
      {user.secondFactor && <Tag>second factor</Tag>}
    </>
  );
}
