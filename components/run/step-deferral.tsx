// Why the next attempt is put off, and who holds what it waits for; nothing where nothing stands against it.
'use client';
import Link from 'next/link';
import type { StepShape } from '@/lib/contract/run-detail';
import { routes } from '@/lib/routes';
import { shortId } from './short-id';

export function StepDeferral({ deferred }: Pick<StepShape, 'deferred'>) {
  if (deferred?.holder === undefined) return null;
  const { by, id, holder } = deferred;
  return (
    <p className="mb-2 text-xs text-ink-2 [overflow-wrap:anywhere]">
      {by === 'resource' ? (
        <>
          Waits for <code>{id}</code>, held by{' '}
        </>
      ) : (
        'Waits for the same effect, in flight in '
      )}
      <Link className="text-accent underline" href={routes.run(holder.runId)}>
        step {holder.step} of run {shortId(holder.runId)}
      </Link>
      .
    </p>
  );
}
