// Where a reused result comes from: the run and the step that read it, how long before, and what the reuse spared.
import Link from 'next/link';
import type { StepShape } from '@/lib/contract/run-detail';
import { routes } from '@/lib/routes';
import { sparedWords, takenWords } from './reused-words';

export function ReusedNote({ step }: { step: StepShape }) {
  if (step.takenFrom === null) return null;
  const { runId, step: number } = step.takenFrom;
  return (
    <p className="mt-2 text-xs text-muted">
      {takenWords(step)}{' '}
      <Link href={routes.run(runId, { step: number })} className="link">
        {`step ${number} of that run`}
      </Link>
      {`. ${sparedWords(step.takenFrom)}`}
    </p>
  );
}
