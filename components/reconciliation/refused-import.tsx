// Why a file was not imported: its broken lines, or what it would replace.
import { z } from 'zod';
import { formatCount } from '@/lib/format/count';
import { ApiProblem, messageOf } from '@/lib/query/problem-error';
import { Banner } from '../ui/banner';
import { daysWords } from './reconciled-days';

const overlapData = z.looseObject({
  why: z.literal('overlap'),
  figures: z.number(),
  firstDay: z.string(),
  lastDay: z.string(),
});
export type Overlap = z.infer<typeof overlapData>;

/** Null where the file was refused for anything else, or not at all. */
export function overlapOf(error: Error | null): Overlap | null {
  if (!(error instanceof ApiProblem)) return null;
  return overlapData.safeParse(error.problem.data).data ?? null;
}

const MOST_LINES = 8;

export function RefusedImport({ error }: { error: Error }) {
  const overlap = overlapOf(error);
  if (overlap !== null)
    return (
      <Banner state="waiting" urgent title="Another file told of some of it already.">
        {`${formatCount(overlap.figures)} of its figures stand already, ${daysWords({ from: overlap.firstDay, to: overlap.lastDay })}. Replacing them puts this file’s in their place.`}
      </Banner>
    );
  const problems = error instanceof ApiProblem ? error.problem.errors : [];
  const lines = problems.filter(({ path }) => path.startsWith('/lines/'));
  if (lines.length < 2)
    return (
      <Banner state="failed" urgent title="Nothing was imported.">
        {problems[0]?.message ?? messageOf(error)}
      </Banner>
    );
  return (
    <div>
      <Banner state="failed" urgent title="Nothing was imported.">
        {`${formatCount(allOf(error))} lines can’t be read.`}
      </Banner>
      <ul className="mt-2 grid gap-1 pl-4 text-xs">
        {lines.slice(0, MOST_LINES).map(({ path, message }) => (
          <li key={path} className="list-disc break-words">
            {message}
          </li>
        ))}
        {allOf(error) > MOST_LINES && (
          <li className="text-muted">{`and ${formatCount(allOf(error) - MOST_LINES)} more`}</li>
        )}
      </ul>
    </div>
  );
}

/** The answer names the first of them, and counts all. */
function allOf(error: Error): number {
  if (!(error instanceof ApiProblem)) return 0;
  const counted = z.looseObject({ problems: z.number() }).safeParse(error.problem.data).data?.problems;
  return counted ?? error.problem.errors.length;
}
