// Everybody who may sign in: as what, since when, and what can be done about each.
'use client';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { UserShape } from '@/lib/contract/people';
import { plural } from '@/lib/format/count';
import { meOptions } from '@/lib/query/console';
import { aboutOptions } from '@/lib/query/installation';
import { usersOptions } from '@/lib/query/people';
import { useHolds } from '../account/use-me';
import { Loading, StaleBanner } from '../shell/load-error';
import { Button } from '../ui/button';
import { Icon } from '../ui/icon';
import { MoreRows } from '../ui/more-rows';
import { Seam } from '../ui/seam';
import { Table, TableHead, Th } from '../ui/table';
import { AttentionRules } from './attention-rules';
import { type PersonAct, PersonActDialogs } from './person-acts';
import { PersonDialog } from './person-dialog';
import { PersonRow } from './person-row';
import { ProofRules } from './proof-rules';
import { type Told, ToldPassword } from './told-password';

export function PeopleSection() {
  const query = useInfiniteQuery(usersOptions());
  const me = useQuery(meOptions());
  const holds = useHolds();
  const hasIssuer = useQuery(aboutOptions()).data?.issuer != null;
  const people = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const [editing, setEditing] = useState<UserShape | 'new' | undefined>(undefined);
  const [acting, setActing] = useState<PersonAct | undefined>(undefined);
  const [told, setTold] = useState<Told | undefined>(undefined);
  return (
    <>
      <StaleBanner query={query} />
      <Seam
        title="People"
        note={
          query.data === undefined || query.hasNextPage
            ? undefined
            : plural(people.length, 'person', 'people')
        }
        action={
          <Button size="sm" variant="primary" icon={<Icon of={Plus} />} onClick={() => setEditing('new')}>
            Add a person
          </Button>
        }
      >
        {query.data === undefined ? (
          <Loading what="The people" query={query} rows={6} />
        ) : (
          <>
            <Table>
              <TableHead>
                <tr>
                  <Th className="w-[99%]">Person</Th>
                  <Th>Role</Th>
                  <Th className="max-md:hidden">State</Th>
                  <Th numeric className="max-md:hidden">
                    Sessions
                  </Th>
                  <Th numeric className="max-md:hidden">
                    Last seen
                  </Th>
                  <Th>
                    <span className="sr-only">What can be done</span>
                  </Th>
                </tr>
              </TableHead>
              <tbody>
                {people.map((user) => (
                  <PersonRow
                    key={user.id}
                    user={user}
                    hasIssuer={hasIssuer}
                    isMe={user.id === me.data?.id}
                    onEdit={() => setEditing(user)}
                    onAct={(kind) => setActing({ kind, user })}
                  />
                ))}
              </tbody>
            </Table>
            <MoreRows query={query} />
          </>
        )}
      </Seam>
      {holds?.('admin') === true && <ProofRules />}
      {holds?.('admin') === true && <AttentionRules />}
      {editing !== undefined && (
        <PersonDialog
          user={editing === 'new' ? undefined : editing}
          onClose={() => setEditing(undefined)}
          onTold={setTold}
        />
      )}
      <PersonActDialogs act={acting} onClose={() => setActing(undefined)} onTold={setTold} />
      <ToldPassword told={told} onClose={() => setTold(undefined)} />
    </>
  );
}
