// One side of one order, channel or mail: what came of it, its attempts on the time axis, and the same in lines.
import type { IncidentName } from '@/lib/contract/incident';
import { formatDurationMs } from '@/lib/format/duration';
import { State } from '../ui/state';
import { TimelineBar } from '../ui/timeline-bar';
import { effectWords } from './incident-words';
import { isTrouble, outcomeWords, type SubjectTrace, type TraceLine, traceLines } from './subject-traces';

export type TraceCellProps = {
  name: IncidentName;
  trace: SubjectTrace;
  /** The end of the axis, the same for both sides of the report. */
  spanMs: number;
};

export function TraceCell({ name, trace, spanMs }: TraceCellProps) {
  const count = trace.effects.length;
  return (
    <div className="min-w-0 px-4 py-2.5 max-md:px-3">
      <p className="font-medium">
        {count === 1 ? (
          <State state="succeeded">{effectWords(name, 1)}</State>
        ) : (
          <State state="failed">
            {count === 0
              ? `${effectWords(name, 0)}: lost`
              : `${effectWords(name, count)}: ${count - 1} too many`}
          </State>
        )}
      </p>
      <div aria-hidden="true" className="relative mt-1.5 h-5 border-b border-line-soft">
        {trace.calls.map((call, index) => (
          <TimelineBar
            // biome-ignore lint/suspicious/noArrayIndexKey: a report never changes, and calls have no name of their own
            key={index}
            kind={isTrouble(call) ? 'failed' : call.ok ? 'tool' : 'wait'}
            at={{ start: call.atMs / spanMs, width: call.durationMs / spanMs }}
          />
        ))}
      </div>
      <ul className="mt-1.5 text-xs text-muted">
        {traceLines(trace).map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: as above
          <Line key={index} line={line} />
        ))}
      </ul>
    </div>
  );
}

const ROW = 'grid min-h-[21px] grid-cols-[44px_minmax(0,1fr)] items-baseline gap-2 [overflow-wrap:anywhere]';
const TIME = 'tabular-nums text-faint';

function Line({ line }: { line: TraceLine }) {
  if (line.kind === 'effect') {
    const { id, key, duplicate } = line.effect;
    return (
      <li className={ROW}>
        <span className={TIME}>{formatDurationMs(line.atMs)}</span>
        <span className="text-ink">
          <State state={duplicate ? 'failed' : 'succeeded'} className="mono">
            {id}
          </State>{' '}
          {duplicate ? 'happened again' : 'happened'}, {key === null ? 'without a key' : 'under a key'}
        </span>
      </li>
    );
  }
  const { call, times } = line;
  const attempt = call.attempt === null ? '' : ` attempt ${call.attempt}:`;
  return (
    <li className={ROW}>
      <span className={TIME}>{formatDurationMs(line.atMs)}</span>
      <span
        data-state-of={isTrouble(call) ? 'failed' : undefined}
        className={isTrouble(call) ? 'text-state' : undefined}
      >
        agent {call.lane},{attempt} {outcomeWords(call)}
        {times > 1 && `, asked ${times} times`}
      </span>
    </li>
  );
}
