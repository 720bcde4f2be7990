// How often something was called lately, how often that failed, and how long it took: three cells. Unknown is never drawn as zero.
import { formatCount } from '@/lib/format/count';
import { formatDurationMs } from '@/lib/format/duration';
import { Td } from '../ui/table';

export type CalledFigures = { calls: number; failed: number; p95Ms: number | null };

export const NO_CALLS: CalledFigures = { calls: 0, failed: 0, p95Ms: null };

/** `figures` undefined: not known. */
export function CallsCells({ figures }: { figures: CalledFigures | undefined }) {
  return (
    <>
      <Td numeric className="max-md:hidden">
        {figures === undefined ? <Unknown /> : formatCount(figures.calls)}
      </Td>
      <Td numeric className="max-md:hidden">
        {figures === undefined ? (
          <Unknown />
        ) : figures.failed === 0 ? (
          <span className="text-faint">0</span>
        ) : (
          <span data-state-of="failed" className="text-state">
            {formatCount(figures.failed)}
          </span>
        )}
      </Td>
      <Td numeric className="max-md:hidden">
        {figures?.p95Ms == null ? <Unknown /> : formatDurationMs(figures.p95Ms)}
      </Td>
    </>
  );
}

export function Unknown() {
  return <span className="text-faint">–</span>;
}
