// Why an undo was not begun, said where whoever asked looks; with the way to the run that was first.
import Link from 'next/link';
import { ApiProblem, messageOf } from '@/lib/query/problem-error';
import { routes } from '@/lib/routes';
import { shortId } from '../run/short-id';
import { Glyph } from '../ui/glyph';

/** The run that is at it, or was, as the refusal names it. */
function firstRunIn(error: Error): string | undefined {
  const runId = error instanceof ApiProblem ? error.problem.data?.runId : undefined;
  return typeof runId === 'string' ? runId : undefined;
}

/** Once, as it appears: below many effects it would be out of sight. */
const intoSight = (node: HTMLElement | null): void => node?.scrollIntoView({ block: 'nearest' });

export type UndoProblemProps = {
  /** What came back instead of an answer. */
  error: Error | null;
  /** Why nothing of the run can be undone by now. */
  refusal: string | null;
};

/** Nothing where nothing stands against it. */
export function UndoProblem({ error, refusal }: UndoProblemProps) {
  if (error === null && refusal === null) return null;
  const first = error === null ? undefined : firstRunIn(error);
  const isRefused = error === null || (error instanceof ApiProblem && error.code === 'conflict');
  return (
    <div
      role="alert"
      data-state-of={isRefused ? 'waiting' : 'failed'}
      ref={intoSight}
      className="mt-3 flex items-start gap-2 rounded-md bg-tint px-3 py-2 text-ink-2"
    >
      <Glyph name={isRefused ? 'people' : 'warning'} className="mt-0.5 flex-none text-state" />
      <p className="min-w-0 [overflow-wrap:anywhere]">
        <b className="font-semi text-ink">{titleOf(error, first)}</b>{' '}
        {first === undefined ? (
          error === null ? (
            refusal
          ) : (
            messageOf(error)
          )
        ) : (
          <>
            {'It is undone by run '}
            <Link href={routes.run(first)} className="link mono">
              {shortId(first)}
            </Link>
            . Yours changed nothing.
          </>
        )}
      </p>
    </div>
  );
}

function titleOf(error: Error | null, first: string | undefined): string {
  if (first !== undefined) return 'Someone else was first.';
  return error === null ? 'It can’t be undone now.' : 'Nothing was undone.';
}
