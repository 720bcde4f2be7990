// How calls to it went: the last 30 minutes in cells, and three windows in numbers.
import type { BreakerShape } from '@/lib/contract/breaker';
import { formatCount } from '@/lib/format/count';
import { formatDurationMs } from '@/lib/format/duration';
import { Cells } from '../ui/cells';
import { PaneSection } from '../ui/pane-section';
import { RelativeTime } from '../ui/relative-time';
import { Table, TableHead, TableRow, Td, Th } from '../ui/table';
import { cellsOf, cellsSentence, faultsSentence, share } from './breaker-words';

export function BreakerWindows({ breaker }: { breaker: BreakerShape }) {
  const { last5m, window: last30m, last24h, faults, slices, lastCallAt, limits } = breaker;
  const said = faultsSentence(faults);
  const windows = [
    ['5 min', last5m],
    ['30 min', last30m],
    ['24 h', last24h],
  ] as const;
  return (
    <PaneSection
      title="How calls went"
      note={lastCallAt === null ? 'none in 24 hours' : <RelativeTime at={lastCallAt} prefix="last" />}
    >
      <Cells
        slices={cellsOf(slices)}
        label={cellsSentence(last30m)}
        className="flex h-8! [&>i]:w-auto! [&>i]:flex-1"
      />
      <p className="mt-1.5 mb-1 text-xs text-muted">
        {said === ''
          ? 'Nothing failed through its fault in the last 30 minutes.'
          : `In the last 30 minutes: ${said}.`}
      </p>
      {breaker.countedSince !== null && (
        <p className="mb-1 text-xs text-muted">
          Counted of the newest results only, <RelativeTime at={breaker.countedSince} prefix="since" />: there
          were more in 24 hours than are looked at.
        </p>
      )}
      <Table>
        <TableHead>
          <tr>
            <Th className="pl-0!">Within</Th>
            <Th numeric>Calls</Th>
            <Th numeric>Failed</Th>
            <Th numeric className="pr-0!">
              {limits === null ? 'Slow' : `Over ${formatDurationMs(limits.slowCallMs)}`}
            </Th>
          </tr>
        </TableHead>
        <tbody>
          {windows.map(([name, figures]) => (
            <TableRow key={name} className="[&>td]:h-7">
              <Td className="pl-0!">{name}</Td>
              <Td numeric>{formatCount(figures.calls)}</Td>
              <Td numeric>{`${formatCount(figures.failures)} (${share(figures.failures, figures)})`}</Td>
              <Td
                numeric
                className="pr-0!"
              >{`${formatCount(figures.slow)} (${share(figures.slow, figures)})`}</Td>
            </TableRow>
          ))}
        </tbody>
      </Table>
    </PaneSection>
  );
}
