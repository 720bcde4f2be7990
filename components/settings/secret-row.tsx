// One secret: its name, the version in use, who put it, what uses it.
'use client';
import { History, RefreshCw, Trash2 } from 'lucide-react';
import Link from 'next/link';
import type { SecretShape, SecretUser } from '@/lib/contract/configuration';
import { routes } from '@/lib/routes';
import { DropdownMenu, MenuItem, MenuSeparator } from '../ui/dropdown-menu';
import { Glyph, type GlyphName } from '../ui/glyph';
import { Icon } from '../ui/icon';
import { IconButton } from '../ui/icon-button';
import { RelativeTime } from '../ui/relative-time';
import { TableRow, Td } from '../ui/table';
import { Tag } from '../ui/tag';

const USER_GLYPH: { readonly [K in SecretUser['kind']]: GlyphName } = {
  tool: 'tool',
  model: 'model',
  callback: 'mail',
  channel: 'mail',
};

export type SecretRowProps = {
  secret: SecretShape;
  onReplace: () => void;
  onVersions: () => void;
  onRemove: () => void;
};

export function SecretRow({ secret, onReplace, onVersions, onRemove }: SecretRowProps) {
  const { name, version, createdAt, createdBy, usedBy } = secret;
  return (
    <TableRow>
      <Td className="py-1.5 max-md:w-[99%] max-md:max-w-0">
        <code className="block truncate font-medium">{name}</code>
        <span className="mt-1 flex flex-wrap gap-1 md:hidden">
          <Users usedBy={usedBy} />
        </span>
      </Td>
      <Td numeric>{version}</Td>
      <Td className="w-[99%] py-1.5 whitespace-normal! max-md:hidden">
        <span className="flex flex-wrap gap-1">
          <Users usedBy={usedBy} />
        </span>
      </Td>
      <Td numeric className="text-muted max-md:hidden">
        <RelativeTime at={createdAt} />
        {` by ${createdBy.label}`}
      </Td>
      <Td>
        <DropdownMenu
          trigger={
            <IconButton label={`What can be done about ${name}`} tooltip={false}>
              <Glyph name="more" />
            </IconButton>
          }
        >
          <MenuItem icon={<Icon of={RefreshCw} size={14} />} onSelect={onReplace}>
            Replace the value
          </MenuItem>
          <MenuItem icon={<Icon of={History} size={14} />} onSelect={onVersions}>
            Versions
          </MenuItem>
          <MenuSeparator />
          <MenuItem
            danger
            icon={<Icon of={Trash2} size={14} />}
            disabled={usedBy.length > 0}
            onSelect={onRemove}
          >
            {usedBy.length > 0 ? 'Remove: it is in use' : 'Remove'}
          </MenuItem>
        </DropdownMenu>
      </Td>
    </TableRow>
  );
}

function Users({ usedBy }: Pick<SecretShape, 'usedBy'>) {
  if (usedBy.length === 0) return <span className="text-xs text-faint">nothing</span>;
  return usedBy.map((user) => {
    const href = hrefOf(user);
    const name = <span className="mono">{user.name}</span>;
    return (
      <Tag key={`${user.kind} ${user.name}`} icon={<Glyph name={USER_GLYPH[user.kind]} label={user.kind} />}>
        {href === undefined ? name : <Link href={href}>{name}</Link>}
      </Tag>
    );
  });
}

/** Callbacks have no page of their own. */
function hrefOf({ kind, name }: SecretUser): string | undefined {
  if (kind === 'callback') return undefined;
  if (kind === 'channel') return routes.settings('notifications');
  return kind === 'tool' ? routes.tool(name) : routes.model(name);
}
