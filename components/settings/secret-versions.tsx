// When and by whom a secret was given its values.
'use client';
import { useQuery } from '@tanstack/react-query';
import { secretVersionsOptions } from '@/lib/query/access';
import { Loading } from '../shell/load-error';
import { AbsoluteTime } from '../ui/absolute-time';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';

export function SecretVersions({ name, onClose }: { name: string; onClose: () => void }) {
  const query = useQuery(secretVersionsOptions(name));
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Versions of ${name}`}
      description="The newest one is in use. Values are not kept to be read."
      footer={<Button onClick={onClose}>Done</Button>}
    >
      {query.data === undefined ? (
        <Loading what="The versions" query={query} rows={2} />
      ) : (
        <ol className="grid">
          {query.data.items.map(({ version, createdAt, createdBy, removedAt }) => (
            <li key={version} className="flex flex-wrap gap-x-3 border-line-soft py-1.5 not-first:border-t">
              <b className="w-8 font-medium tabular-nums">{`v${version}`}</b>
              <span className="flex-1">{createdBy.label}</span>
              <AbsoluteTime at={createdAt} look="date-time" className="text-muted" />
              {removedAt !== null && (
                <span className="w-full pl-11 text-xs text-muted">
                  removed <AbsoluteTime at={removedAt} look="date-time" />
                </span>
              )}
            </li>
          ))}
        </ol>
      )}
      {query.data?.nextCursor != null && (
        <p className="pt-2 text-xs text-muted">Older ones stand in the audit.</p>
      )}
    </Dialog>
  );
}
