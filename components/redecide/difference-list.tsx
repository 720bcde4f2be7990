// What is decided otherwise than the record says, one a row: where, from what to what, why, and what follows.
import Link from 'next/link';
import type { RedecisionDifference } from '@/lib/domain/redecision';
import { routes } from '@/lib/routes';
import { cx } from '../ui/class-names';
import { COURSE_WORDS, placeWords, sideWords } from './redecide-words';

type DifferenceListProps = {
  runId: string;
  differences: readonly RedecisionDifference[];
  /** A link within the page closes what it stands in. */
  onFollow: () => void;
};

export function DifferenceList({ runId, differences, onFollow }: DifferenceListProps) {
  return (
    <ul className="overflow-hidden rounded-lg border border-line">
      {differences.map((one, index) => (
        <li
          // biome-ignore lint/suspicious/noArrayIndexKey: a row may hold two of one kind
          key={`${one.seq} ${one.kind} ${index}`}
          className={cx(
            'border-line-soft border-b px-3 py-2 last:border-b-0',
            one.beyond ? 'text-muted' : 'text-ink',
          )}
        >
          <div className="flex flex-wrap items-baseline gap-x-2.5 gap-y-0.5">
            <Place runId={runId} difference={one} onFollow={onFollow} />
            <span className="text-xs">
              {sideWords(one.recorded)} <span aria-hidden="true">→</span>
              <span className="sr-only">is now</span> <b className="font-medium">{sideWords(one.now)}</b>
            </span>
            <span className="flex-1" />
            <CourseMark difference={one} />
          </div>
          <Reasons difference={one} />
        </li>
      ))}
    </ul>
  );
}

export function Place({
  runId,
  difference,
  onFollow = () => {},
}: {
  runId: string;
  difference: RedecisionDifference;
  onFollow?: () => void;
}) {
  const words = placeWords(difference);
  if (difference.step === null) return <span className="text-xs font-medium">{words}</span>;
  return (
    <Link
      href={routes.run(runId, { step: difference.step })}
      onClick={onFollow}
      className="text-xs font-medium underline decoration-line-strong underline-offset-2 max-md:py-2"
    >
      {words}
    </Link>
  );
}

export function CourseMark({ difference: { course, beyond } }: { difference: RedecisionDifference }) {
  const { word, state } = COURSE_WORDS[course];
  return (
    <span
      data-state-of={state}
      className={cx('text-2xs', !beyond && state !== 'neutral' ? 'text-state' : 'text-faint')}
    >
      {beyond ? 'had it come that far' : word}
    </span>
  );
}

/** Why it is so now; of what nothing stands against any more, what stood there. */
function Reasons({ difference: { recorded, now } }: { difference: RedecisionDifference }) {
  const shown = now.reasons.length > 0 ? now.reasons : recorded.reasons;
  if (shown.length === 0) return null;
  return (
    <ul className="mt-1 grid gap-0.5">
      {shown.map(({ rule, message }) => (
        <li
          key={`${rule} ${message}`}
          className="flex items-baseline gap-2 text-xs text-muted max-md:flex-wrap max-md:gap-y-0"
        >
          <span className="min-w-0 flex-1 [overflow-wrap:anywhere] max-md:basis-full">
            {now.reasons.length > 0 ? message : `No longer: ${message}`}
          </span>
          <code className="flex-none text-2xs text-faint">{rule}</code>
        </li>
      ))}
    </ul>
  );
}
