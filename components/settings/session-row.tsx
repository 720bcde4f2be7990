// One open session: whose, where, since when. The one that looks at this is ended by signing out.
'use client';
import type { SessionShape } from '@/lib/contract/session';
import { userAgentWords } from '../account/user-agent-words';
import { Button } from '../ui/button';
import { Dot } from '../ui/dot';
import { RelativeTime } from '../ui/relative-time';
import { TableRow, Td } from '../ui/table';
import { Tag } from '../ui/tag';

export function SessionRow({ session, onEnd }: { session: SessionShape; onEnd: () => void }) {
  const { user, userAgent, address, createdAt, lastSeenAt, current } = session;
  return (
    <TableRow tall>
      <Td className="w-[99%] max-w-0 py-1">
        <span className="flex items-center gap-2">
          <b className="truncate font-medium">{user.name}</b>
          {current && <Tag>this one</Tag>}
        </span>
        <span className="block truncate text-xs text-muted">{user.email}</span>
        <span className="flex items-center text-xs text-muted md:hidden">
          {userAgentWords(userAgent)}
          <Dot />
          <RelativeTime at={lastSeenAt} />
        </span>
      </Td>
      <Td className="max-md:hidden">
        <span title={userAgent ?? undefined}>{userAgentWords(userAgent)}</span>
      </Td>
      <Td className="max-md:hidden">
        {address === null ? <span className="text-faint">unknown</span> : <code>{address}</code>}
      </Td>
      <Td numeric className="text-muted max-md:hidden">
        <RelativeTime at={createdAt} />
      </Td>
      <Td numeric className="text-muted max-md:hidden">
        <RelativeTime at={lastSeenAt} />
      </Td>
      <Td>
        {!current && (
          <Button
            size="sm"
            variant="danger"
            className="max-md:h-9"
            aria-label={`End a session of ${user.name}`}
            onClick={onEnd}
          >
            End
          </Button>
        )}
      </Td>
    </TableRow>
  );
}
