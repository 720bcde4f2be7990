// What could not be decided anew, because it is in no record.
import Link from 'next/link';
import type { Unrecorded as Missing } from '@/lib/domain/redecision';
import { routes } from '@/lib/routes';

type UnrecordedProps = { runId: string; unrecorded: readonly Missing[]; onFollow: () => void };

export function Unrecorded({ runId, unrecorded, onFollow }: UnrecordedProps) {
  if (unrecorded.length === 0) return null;
  return (
    <section>
      <h3 className="text-xs font-medium">Not recorded, so not decided</h3>
      <ul className="mt-1 grid gap-1 text-xs text-muted">
        {unrecorded.map(({ step, seq, what, message }) => (
          <li key={`${seq} ${step} ${what}`} className="[overflow-wrap:anywhere]">
            {step !== null && (
              <>
                <Link
                  href={routes.run(runId, { step })}
                  onClick={onFollow}
                  className="underline decoration-line-strong underline-offset-2"
                >{`Step ${step}`}</Link>
                {': '}
              </>
            )}
            {message}
          </li>
        ))}
      </ul>
    </section>
  );
}
