// One API key: its name and how it begins, what it may do, when it was used, when it ends.
'use client';
import type { ApiKeyShape } from '@/lib/contract/api-key';
import { Button } from '../ui/button';
import { RelativeTime } from '../ui/relative-time';
import { TableRow, Td } from '../ui/table';
import { Tag } from '../ui/tag';

export function KeyRow({ apiKey, onRevoke }: { apiKey: ApiKeyShape; onRevoke: () => void }) {
  const { name, prefix, scopes, createdBy, createdAt, lastUsedAt, expiresAt } = apiKey;
  return (
    <TableRow>
      <Td className="w-[99%] max-w-0 py-1.5">
        <span className="flex items-center gap-2">
          <b className="truncate font-medium">{name}</b>
          <code className="text-xs text-muted">{`bh_${prefix}_…`}</code>
        </span>
        <span className="mt-1 flex flex-wrap gap-1">
          {scopes.map((scope) => (
            <Tag key={scope}>{scope}</Tag>
          ))}
        </span>
        <span className="mt-1 block text-xs text-muted md:hidden">
          {lastUsedAt === null ? 'never used' : <RelativeTime at={lastUsedAt} prefix="used" />}
          {', '}
          {expiresAt === null ? 'no end' : <RelativeTime at={expiresAt} prefix="ends" />}
        </span>
      </Td>
      <Td className="max-md:hidden">
        {createdBy.label}
        <span className="block text-xs text-muted">
          <RelativeTime at={createdAt} />
        </span>
      </Td>
      <Td numeric className="text-muted max-md:hidden">
        {lastUsedAt === null ? 'never' : <RelativeTime at={lastUsedAt} />}
      </Td>
      <Td numeric className="text-muted max-md:hidden">
        {expiresAt === null ? 'never' : <RelativeTime at={expiresAt} />}
      </Td>
      <Td>
        <Button
          size="sm"
          variant="danger"
          className="max-md:h-9"
          aria-label={`Revoke the key ${name}`}
          onClick={onRevoke}
        >
          Revoke
        </Button>
      </Td>
    </TableRow>
  );
}
