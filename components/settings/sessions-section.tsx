// Every open session of everybody, or of one person: where it is used, and the way to end it at once.
'use client';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { parseAsString, useQueryState } from 'nuqs';
import { useMemo, useState } from 'react';
import type { SessionShape } from '@/lib/contract/session';
import { plural } from '@/lib/format/count';
import { revokeSessionMutation } from '@/lib/query/console';
import { sessionsOfOptions } from '@/lib/query/people';
import { messageOf } from '@/lib/query/problem-error';
import { userAgentWords } from '../account/user-agent-words';
import { Loading, StaleBanner } from '../shell/load-error';
import { AlertDialog } from '../ui/alert-dialog';
import { Chip } from '../ui/chip';
import { EmptyState } from '../ui/empty-state';
import { MoreRows } from '../ui/more-rows';
import { Seam } from '../ui/seam';
import { Table, TableHead, Th } from '../ui/table';
import { notify } from '../ui/toaster';
import { SessionRow } from './session-row';

export function SessionsSection() {
  const [user, setUser] = useQueryState('user', parseAsString);
  const query = useInfiniteQuery(sessionsOfOptions(user ?? '*'));
  const sessions = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const [ending, setEnding] = useState<SessionShape | undefined>(undefined);
  const revoke = useMutation(revokeSessionMutation());
  const close = (): void => {
    revoke.reset();
    setEnding(undefined);
  };
  return (
    <>
      <StaleBanner query={query} />
      <Seam
        title="Sessions"
        note={query.data === undefined || query.hasNextPage ? undefined : plural(sessions.length, 'open one')}
        action={
          user !== null && (
            <Chip name="of" onRemove={() => void setUser(null)}>
              {user}
            </Chip>
          )
        }
      >
        {query.data === undefined ? (
          <Loading what="The sessions" query={query} rows={6} />
        ) : sessions.length === 0 ? (
          <EmptyState title="No session is open">
            {user === null ? 'Whoever signs in stands here.' : `${user} is signed in nowhere.`}
          </EmptyState>
        ) : (
          <>
            <Table>
              <TableHead>
                <tr>
                  <Th className="w-[99%]">Person</Th>
                  <Th className="max-md:hidden">Browser</Th>
                  <Th className="max-md:hidden">Address</Th>
                  <Th numeric className="max-md:hidden">
                    Opened
                  </Th>
                  <Th numeric className="max-md:hidden">
                    Last used
                  </Th>
                  <Th>
                    <span className="sr-only">End it</span>
                  </Th>
                </tr>
              </TableHead>
              <tbody>
                {sessions.map((session) => (
                  <SessionRow key={session.id} session={session} onEnd={() => setEnding(session)} />
                ))}
              </tbody>
            </Table>
            <MoreRows query={query} />
          </>
        )}
      </Seam>
      <AlertDialog
        open={ending !== undefined}
        onOpenChange={(open) => !open && close()}
        title={`End a session of ${ending?.user.name ?? ''}`}
        confirm="End the session"
        reason="none"
        pending={revoke.isPending}
        error={revoke.error === null ? undefined : messageOf(revoke.error)}
        onConfirm={() =>
          ending !== undefined &&
          revoke.mutate(
            { id: ending.id },
            {
              onSuccess: () => {
                notify({ title: 'Session ended', detail: ending.user.name });
                close();
              },
            },
          )
        }
      >
        {ending !== undefined &&
          `${userAgentWords(ending.userAgent)}${ending.address === null ? '' : ` at ${ending.address}`} is signed out at once. They can sign in again: to keep them out, disable them.`}
      </AlertDialog>
    </>
  );
}
