// Secrets: names, versions and who uses them. Values go in and never come out.
'use client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { SecretShape } from '@/lib/contract/configuration';
import { plural } from '@/lib/format/count';
import { removeSecretMutation, secretSourcesOptions } from '@/lib/query/access';
import { secretsOptions } from '@/lib/query/configuration';
import { messageOf } from '@/lib/query/problem-error';
import { Loading, StaleBanner } from '../shell/load-error';
import { AlertDialog } from '../ui/alert-dialog';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { Icon } from '../ui/icon';
import { Seam } from '../ui/seam';
import { Table, TableHead, Th } from '../ui/table';
import { notify } from '../ui/toaster';
import { SecretDialog } from './secret-dialog';
import { SecretRow } from './secret-row';
import { secretRows } from './secret-rows';
import { SecretVersions } from './secret-versions';

export function SecretsSection() {
  const query = useQuery(secretsOptions());
  const sources = useQuery(secretSourcesOptions());
  const rows = secretRows(query.data?.items ?? [], sources.data?.items ?? []);
  const [putting, setPutting] = useState<SecretShape | 'new' | undefined>(undefined);
  const [looking, setLooking] = useState<string | undefined>(undefined);
  const [removing, setRemoving] = useState<SecretShape | undefined>(undefined);
  const remove = useMutation(removeSecretMutation());
  const close = (): void => {
    remove.reset();
    setRemoving(undefined);
  };
  return (
    <>
      <StaleBanner query={query} />
      <StaleBanner query={sources} />
      <Seam
        title="Secrets"
        note={query.data === undefined ? undefined : plural(rows.length, 'name')}
        action={
          <Button size="sm" variant="primary" icon={<Icon of={Plus} />} onClick={() => setPutting('new')}>
            Add a secret
          </Button>
        }
      >
        <p className="px-4 pb-2 text-xs text-muted max-md:px-3">
          Put in when a call is sent, kept out of contexts, logs and exports. Tools write{' '}
          <code>{'{{secret:NAME}}'}</code>, models name theirs. Those of the vault are sealed with the master
          key; others come from variables <code>BULKHEAD_SECRET_NAME</code> and from files of{' '}
          <code>BULKHEAD_SECRETS_DIR</code>, as this server finds them.
        </p>
        {sources.data?.directoryProblem != null && (
          <p role="alert" data-state-of="failed" className="px-4 pb-2 text-xs text-state max-md:px-3">
            {`${sources.data.directoryProblem}. Secrets of files can't be read.`}
          </p>
        )}
        {query.data === undefined ? (
          <Loading what="The secrets" query={query} rows={4} />
        ) : rows.length === 0 ? (
          <EmptyState title="There is no secret yet">
            The keys of models, payment services and ticket systems stand here by name.
          </EmptyState>
        ) : (
          <Table>
            <TableHead>
              <tr>
                <Th>Name</Th>
                <Th className="max-md:hidden">From</Th>
                <Th className="w-[99%] max-md:hidden">Used by</Th>
                <Th numeric className="max-md:hidden">
                  Last used
                </Th>
                <Th>
                  <span className="sr-only">What can be done</span>
                </Th>
              </tr>
            </TableHead>
            <tbody>
              {rows.map((row) => (
                <SecretRow
                  key={row.name}
                  row={row}
                  since={sources.data?.since}
                  onReplace={setPutting}
                  onVersions={() => setLooking(row.name)}
                  onRemove={setRemoving}
                />
              ))}
            </tbody>
          </Table>
        )}
      </Seam>
      {putting !== undefined && (
        <SecretDialog
          secret={putting === 'new' ? undefined : putting}
          onClose={() => setPutting(undefined)}
        />
      )}
      {looking !== undefined && <SecretVersions name={looking} onClose={() => setLooking(undefined)} />}
      <AlertDialog
        open={removing !== undefined}
        onOpenChange={(open) => !open && close()}
        title={`Remove ${removing?.name ?? ''}`}
        confirm="Remove"
        pending={remove.isPending}
        error={remove.error === null ? undefined : messageOf(remove.error)}
        onConfirm={(reason) =>
          removing !== undefined &&
          remove.mutate(
            { name: removing.name, reason },
            {
              onSuccess: () => {
                notify({ title: 'Secret removed', detail: removing.name });
                close();
              },
            },
          )
        }
      >
        Nothing names it now. A run under way with an older version of a tool that does would fail at its next
        call. Its values stay sealed, so that they are kept out of records for good.
      </AlertDialog>
    </>
  );
}
