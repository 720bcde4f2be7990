// One secret: its name and what is wrong with it, where it is read from, what uses it and when it did.
'use client';
import { History, RefreshCw, Trash2 } from 'lucide-react';
import Link from 'next/link';
import type { SecretShape, SecretUser } from '@/lib/contract/configuration';
import { plural } from '@/lib/format/count';
import { routes } from '@/lib/routes';
import { cx } from '../ui/class-names';
import { DropdownMenu, MenuItem, MenuSeparator } from '../ui/dropdown-menu';
import { Glyph, type GlyphName } from '../ui/glyph';
import { Icon } from '../ui/icon';
import { IconButton } from '../ui/icon-button';
import { RelativeTime } from '../ui/relative-time';
import { TableRow, Td } from '../ui/table';
import { Tag } from '../ui/tag';
import { type SecretRowFacts, sourceWords } from './secret-rows';

const USER_GLYPH: { readonly [K in SecretUser['kind']]: GlyphName } = {
  tool: 'tool',
  model: 'model',
  callback: 'mail',
  channel: 'mail',
};

export type SecretRowProps = {
  row: SecretRowFacts;
  /** Calls before this were not looked at. */
  since: string | undefined;
  onReplace: (stored: SecretShape) => void;
  onVersions: () => void;
  onRemove: (stored: SecretShape) => void;
};

export function SecretRow({ row, since, onReplace, onVersions, onRemove }: SecretRowProps) {
  const { name, stored, source } = row;
  const usedBy = source?.usedBy ?? stored?.usedBy ?? [];
  return (
    <TableRow>
      <Td className="py-1.5 align-top max-md:w-[99%] max-md:max-w-0">
        <code className="block truncate font-medium">{name}</code>
        <Standing source={source} />
        <span className="mt-0.5 block text-xs text-muted md:hidden">
          <From row={row} />
        </span>
        <span className="mt-1 flex flex-wrap gap-1 md:hidden">
          <Users usedBy={usedBy} />
        </span>
      </Td>
      <Td className="py-1.5 align-top max-md:hidden">
        <From row={row} />
      </Td>
      <Td className="w-[99%] py-1.5 align-top whitespace-normal! max-md:hidden">
        <span className="flex flex-wrap gap-1">
          <Users usedBy={usedBy} />
        </span>
      </Td>
      <Td numeric className="py-1.5 align-top text-muted max-md:hidden">
        <LastUsed source={source} since={since} />
      </Td>
      <Td className="align-top">
        {stored !== undefined && (
          <DropdownMenu
            trigger={
              <IconButton label={`What can be done about ${name}`} tooltip={false}>
                <Glyph name="more" />
              </IconButton>
            }
          >
            <MenuItem icon={<Icon of={RefreshCw} size={14} />} onSelect={() => onReplace(stored)}>
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
              onSelect={() => onRemove(stored)}
            >
              {usedBy.length > 0 ? 'Remove: it is in use' : 'Remove'}
            </MenuItem>
          </DropdownMenu>
        )}
      </Td>
    </TableRow>
  );
}

function From({ row }: { row: SecretRowFacts }) {
  const { stored } = row;
  return (
    <>
      {sourceWords(row)}
      {stored !== undefined && (
        <span className="block text-xs text-muted max-md:inline">
          <span className="md:hidden">, </span>
          {`v${stored.version}, put `}
          <RelativeTime at={stored.createdAt} />
          {` by ${stored.createdBy.label}`}
        </span>
      )}
    </>
  );
}

/** What is wrong with it, and whether it turned up where it must not. */
function Standing({ source }: Pick<SecretRowFacts, 'source'>) {
  if (source === undefined) return null;
  const { problem, seen } = source;
  return (
    <>
      {problem !== null && (
        <span data-state-of="failed" className="block max-w-80 text-xs whitespace-normal text-state">
          {problem.message}
        </span>
      )}
      {seen !== null && (
        <span
          {...(seen.open ? { 'data-state-of': 'failed' } : {})}
          className={cx('block text-xs whitespace-normal', seen.open ? 'text-state' : 'text-muted')}
        >
          {`${plural(seen.alerts, 'alert')}: it came from outside, last `}
          <RelativeTime at={seen.lastAt} />
        </span>
      )}
    </>
  );
}

function LastUsed({ source, since }: Pick<SecretRowFacts, 'source'> & { since: string | undefined }) {
  if (source === undefined || since === undefined) return null;
  if (source.lastUsedAt !== null) return <RelativeTime at={source.lastUsedAt} />;
  return (
    <span className="text-faint">
      not since <RelativeTime at={since} />
    </span>
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
