// The list of breakers: switch, name, endpoint, state, the last 30 minutes in cells and in numbers. A row is chosen as a whole.
import type { BreakerShape } from '@/lib/contract/breaker';
import { formatCount, plural } from '@/lib/format/count';
import { BreakerSwitch } from '../ui/breaker-switch';
import { Cells } from '../ui/cells';
import { cx } from '../ui/class-names';
import { Countdown } from '../ui/countdown';
import { Pill } from '../ui/pill';
import { Table, TableHead, TableRow, Td, Th } from '../ui/table';
import { cellsOf, cellsSentence, STATE_NAMES, share } from './breaker-words';

export const breakerButtonId = (key: string) => `breaker-${key}`;

export type BreakersTableProps = {
  breakers: readonly BreakerShape[];
  chosen: string | null;
  onChoose: (key: string) => void;
};

export function BreakersTable({ breakers, chosen, onChoose }: BreakersTableProps) {
  return (
    <Table>
      <TableHead sticky>
        <tr>
          <Th className="w-14">
            <span className="sr-only">Switch</span>
          </Th>
          <Th>Tool or model</Th>
          <Th className="max-md:hidden">State</Th>
          <Th className="max-lg:hidden">Last 30 min</Th>
          <Th numeric>Failed</Th>
          <Th numeric className="max-[1400px]:hidden">
            Calls
          </Th>
          <Th numeric className="max-[1400px]:hidden">
            Slow
          </Th>
        </tr>
      </TableHead>
      <tbody>
        {breakers.map((breaker) => (
          <BreakerRow
            key={breaker.key}
            breaker={breaker}
            selected={breaker.key === chosen}
            onChoose={() => onChoose(breaker.key)}
          />
        ))}
      </tbody>
    </Table>
  );
}

type BreakerRowProps = { breaker: BreakerShape; selected: boolean; onChoose: () => void };

function BreakerRow({ breaker, selected, onChoose }: BreakerRowProps) {
  const { key, name, kind, endpoint, state, window: last30m } = breaker;
  return (
    <TableRow selected={selected} className="cursor-pointer max-md:[&>td]:h-[52px]" onClick={onChoose}>
      <Td>
        <BreakerSwitch state={STATE_NAMES[state]} />
      </Td>
      <Td className="w-[99%] max-w-0 max-md:py-1.5">
        <button
          id={breakerButtonId(key)}
          type="button"
          aria-pressed={selected}
          className="flex w-full min-w-0 items-baseline gap-2 text-left max-md:flex-col max-md:gap-0"
          onClick={(event) => {
            event.stopPropagation();
            onChoose();
          }}
        >
          <b className="mono max-w-full flex-none truncate">{name}</b>
          <span className="max-w-full min-w-0 truncate text-xs text-muted">
            {kind === 'model' ? `model, ${endpoint}` : endpoint}
          </span>
        </button>
        {state !== 'closed' && (
          <span className="mt-0.5 flex items-center gap-1.5 text-xs text-muted md:hidden">
            <StateWord state={STATE_NAMES[state]} />
            <span className="min-w-0 truncate">
              <StateDetail breaker={breaker} />
            </span>
          </span>
        )}
      </Td>
      <Td className="max-md:hidden">
        <span className="flex items-center gap-2 whitespace-nowrap">
          <StateWord state={STATE_NAMES[state]} />
          <span className="max-w-40 truncate text-xs text-muted">
            <StateDetail breaker={breaker} />
          </span>
        </span>
      </Td>
      <Td className="max-lg:hidden">
        <Cells slices={cellsOf(breaker.slices)} label={cellsSentence(last30m)} />
      </Td>
      <Td numeric>
        <span
          data-state-of={last30m.failures > 0 ? 'failed' : undefined}
          className={cx(last30m.failures > 0 ? 'text-state' : 'text-muted')}
          title={cellsSentence(last30m)}
        >
          {share(last30m.failures, last30m)}
        </span>
      </Td>
      <Td numeric className="max-[1400px]:hidden">
        {last30m.calls === 0 ? (
          <span className="text-muted">no calls</span>
        ) : (
          `${formatCount(last30m.failures)} of ${formatCount(last30m.calls)}`
        )}
      </Td>
      <Td numeric className="text-muted max-[1400px]:hidden">
        {share(last30m.slow, last30m)}
      </Td>
    </TableRow>
  );
}

/** Until when, how far, or by whom. */
function StateDetail({
  breaker: { state, opensUntil, probes, isolated, limits },
}: {
  breaker: BreakerShape;
}) {
  if (state === 'open' && opensUntil !== null)
    return <Countdown until={opensUntil} prefix="probes in" atZero="a probe may go" size="sm" quiet />;
  if (state === 'half_open') return `${plural(probes ?? 0, 'probe')} sent`;
  if (isolated !== null) return `by ${isolated.by.label}`;
  return limits === null ? 'no longer in use' : null;
}

/** Closed is neutral: health has no colour. */
export function StateWord({ state }: { state: (typeof STATE_NAMES)[keyof typeof STATE_NAMES] }) {
  return state === 'closed' ? <span className="text-muted">closed</span> : <Pill state={state}>{state}</Pill>;
}
