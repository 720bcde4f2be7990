// API keys that may be used: what they may do, for whom they act, when they were used, and the way to revoke one.
'use client';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { ApiKeyShape, CreatedApiKeyShape } from '@/lib/contract/api-key';
import { plural } from '@/lib/format/count';
import { apiKeysOptions, revokeApiKeyMutation } from '@/lib/query/access';
import { messageOf } from '@/lib/query/problem-error';
import { Loading, StaleBanner } from '../shell/load-error';
import { AlertDialog } from '../ui/alert-dialog';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { Icon } from '../ui/icon';
import { MoreRows } from '../ui/more-rows';
import { Seam } from '../ui/seam';
import { Table, TableHead, Th } from '../ui/table';
import { notify } from '../ui/toaster';
import { KeyRow } from './key-row';
import { NewKeyDialog } from './new-key-dialog';
import { ToldKey } from './told-key';

export function KeysSection() {
  const query = useInfiniteQuery(apiKeysOptions());
  const keys = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const [making, setMaking] = useState(false);
  const [told, setTold] = useState<CreatedApiKeyShape | undefined>(undefined);
  const [revoking, setRevoking] = useState<ApiKeyShape | undefined>(undefined);
  const revoke = useMutation(revokeApiKeyMutation());
  const close = (): void => {
    revoke.reset();
    setRevoking(undefined);
  };
  const make = (
    <Button size="sm" variant="primary" icon={<Icon of={Plus} />} onClick={() => setMaking(true)}>
      Make a key
    </Button>
  );
  return (
    <>
      <StaleBanner query={query} />
      <Seam
        title="API keys"
        note={
          query.data === undefined || query.hasNextPage ? undefined : plural(keys.length, 'in use', 'in use')
        }
        action={make}
      >
        {query.data === undefined ? (
          <Loading what="The API keys" query={query} rows={4} />
        ) : keys.length === 0 ? (
          <EmptyState title="No API key has been made">
            Programs that start runs or read what happened use one. The key from the environment
            (BULKHEAD_API_KEY) works without standing here.
          </EmptyState>
        ) : (
          <>
            <Table>
              <TableHead>
                <tr>
                  <Th className="w-[99%]">Key</Th>
                  <Th className="max-md:hidden">Made by</Th>
                  <Th numeric className="max-md:hidden">
                    Last used
                  </Th>
                  <Th numeric className="max-md:hidden">
                    Ends
                  </Th>
                  <Th>
                    <span className="sr-only">Revoke it</span>
                  </Th>
                </tr>
              </TableHead>
              <tbody>
                {keys.map((key) => (
                  <KeyRow key={key.id} apiKey={key} onRevoke={() => setRevoking(key)} />
                ))}
              </tbody>
            </Table>
            <MoreRows query={query} />
          </>
        )}
      </Seam>
      {making && <NewKeyDialog onClose={() => setMaking(false)} onMade={setTold} />}
      <ToldKey made={told} onClose={() => setTold(undefined)} />
      <AlertDialog
        open={revoking !== undefined}
        onOpenChange={(open) => !open && close()}
        title={`Revoke the key ${revoking?.name ?? ''}`}
        confirm="Revoke"
        pending={revoke.isPending}
        error={revoke.error === null ? undefined : messageOf(revoke.error)}
        onConfirm={(reason) =>
          revoking !== undefined &&
          revoke.mutate(
            { id: revoking.id, reason },
            {
              onSuccess: () => {
                notify({ title: 'Key revoked', detail: revoking.name });
                close();
              },
            },
          )
        }
      >
        Whatever uses it is refused from its next request on. A revoked key can’t be brought back.
      </AlertDialog>
    </>
  );
}
