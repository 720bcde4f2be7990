// The open sessions of the person, each with where it was used and the way to end it at once.
'use client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { SessionShape } from '@/lib/contract/session';
import { plural } from '@/lib/format/count';
import { revokeSessionMutation, revokeSessionsMutation, sessionsOptions } from '@/lib/query/console';
import { messageOf } from '@/lib/query/problem-error';
import { Loading, StaleBanner } from '../shell/load-error';
import { AbsoluteTime } from '../ui/absolute-time';
import { AlertDialog } from '../ui/alert-dialog';
import { Button } from '../ui/button';
import { Dot } from '../ui/dot';
import { RelativeTime } from '../ui/relative-time';
import { Seam } from '../ui/seam';
import { Tag } from '../ui/tag';
import { notify } from '../ui/toaster';
import { userAgentWords } from './user-agent-words';

export function OwnSessions({ onSignOut }: { onSignOut: () => void }) {
  const query = useQuery(sessionsOptions());
  const [ending, setEnding] = useState<SessionShape | undefined>(undefined);
  const revoke = useMutation(revokeSessionMutation());
  const all = useMutation(revokeSessionsMutation());
  const [everywhere, setEverywhere] = useState(false);
  const close = (): void => {
    revoke.reset();
    setEnding(undefined);
  };
  const end = (session: SessionShape): void => {
    if (session.current) {
      onSignOut();
      return;
    }
    revoke.mutate(
      { id: session.id },
      {
        onSuccess: () => {
          notify({ title: 'Session ended', detail: userAgentWords(session.userAgent) });
          setEnding(undefined);
        },
      },
    );
  };
  const items = query.data?.items ?? [];
  return (
    <Seam
      title="Your sessions"
      note={query.data === undefined ? undefined : plural(items.length, 'open one')}
      action={
        items.some(({ current }) => !current) && (
          <Button size="sm" onClick={() => setEverywhere(true)}>
            Sign out everywhere else
          </Button>
        )
      }
    >
      <StaleBanner query={query} />
      {query.data === undefined ? (
        <Loading what="Your sessions" query={query} rows={2} />
      ) : (
        <ul>
          {items.map((session) => (
            <li
              key={session.id}
              className="flex min-h-12 items-center gap-3 border-t border-line-soft px-4 py-1.5 max-md:px-3"
            >
              <div className="min-w-0 flex-1">
                <p className="flex items-center gap-2">
                  <span title={session.userAgent ?? undefined}>{userAgentWords(session.userAgent)}</span>
                  {session.current && <Tag>this one</Tag>}
                </p>
                <p className="flex flex-wrap items-center text-xs text-muted">
                  {session.address !== null && (
                    <>
                      <code>{session.address}</code>
                      <Dot />
                    </>
                  )}
                  <RelativeTime at={session.lastSeenAt} prefix="last used" />
                  <Dot />
                  <span>
                    opened <AbsoluteTime at={session.createdAt} look="date-time" />
                  </span>
                  <Dot className="max-md:hidden" />
                  <span className="max-md:hidden">
                    ends <AbsoluteTime at={session.expiresAt} look="date-time" />
                  </span>
                </p>
              </div>
              <Button size="sm" variant="danger" className="max-md:h-9" onClick={() => setEnding(session)}>
                {session.current ? 'Sign out' : 'End'}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <AlertDialog
        open={ending !== undefined}
        onOpenChange={(open) => !open && close()}
        title={ending?.current === true ? 'Sign out here' : 'End this session'}
        confirm={ending?.current === true ? 'Sign out' : 'End the session'}
        reason="none"
        pending={revoke.isPending}
        error={revoke.error === null ? undefined : messageOf(revoke.error)}
        onConfirm={() => ending !== undefined && end(ending)}
      >
        {ending === undefined
          ? ''
          : ending.current
            ? 'You will have to sign in again in this browser.'
            : `${userAgentWords(ending.userAgent)}${ending.address === null ? '' : ` at ${ending.address}`} is signed out at once. Whatever is open there asks for a password again.`}
      </AlertDialog>
      <AlertDialog
        open={everywhere}
        onOpenChange={(open) => !open && setEverywhere(false)}
        title="Sign out everywhere else"
        confirm="Sign out there"
        reason="none"
        pending={all.isPending}
        error={all.error === null ? undefined : messageOf(all.error)}
        onConfirm={() =>
          all.mutate(
            {},
            {
              onSuccess: ({ ended }) => {
                setEverywhere(false);
                notify({ title: `${plural(ended, 'session')} ended` });
              },
            },
          )
        }
      >
        All your sessions but this one end at once. Whatever is open there asks for a password again.
      </AlertDialog>
    </Seam>
  );
}
