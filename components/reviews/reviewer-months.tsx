// Each reviewer's months, to see a drift: overrides against what is healthy, time on the card, approvals without a word, load.
'use client';
import type { ApprovalMetricsShape } from '@/lib/contract/approval-metrics';
import { formatCount } from '@/lib/format/count';
import { formatDurationMs } from '@/lib/format/duration';
import { Seam } from '../ui/seam';
import { Table, TableHead, TableRow, Td, Th } from '../ui/table';
import { ToggleGroup } from '../ui/toggle-group';
import { DAILY_CAPS, type DailyCap } from './review-params';
import { rateText, rateTitle, VERDICT_WORDS } from './review-words';

const CAPS = DAILY_CAPS.map((cap) => ({ value: String(cap), label: String(cap) }));

export type ReviewerMonthsProps = {
  rows: ApprovalMetricsShape['months'];
  /** How many decisions a day are thought to be the most that somebody can look at well. */
  cap: DailyCap;
  onCap: (cap: DailyCap) => void;
};

export function ReviewerMonths({ rows, cap, onCap }: ReviewerMonthsProps) {
  if (rows.length === 0) return null;
  return (
    <Seam
      title="Reviewers by month"
      note="the last six; 5 to 15 % overridden is healthy"
      className="border-t"
      action={
        <span className="flex items-center gap-2">
          At most a day
          <ToggleGroup
            label="Decisions a day at most"
            options={CAPS}
            value={String(cap)}
            onValueChange={(next) => onCap(DAILY_CAPS.find((known) => String(known) === next) ?? cap)}
          />
        </span>
      }
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard */}
      <section aria-label="Reviewers by month" tabIndex={0} className="overflow-x-auto">
        <Table>
          <TableHead>
            <tr>
              <Th>Month</Th>
              <Th>Reviewer</Th>
              <Th numeric>Decisions</Th>
              <Th numeric>Overridden</Th>
              <Th>Judgement</Th>
              <Th numeric>On the card, half of them</Th>
              <Th numeric>Without a reason</Th>
              <Th numeric>A day</Th>
              <Th numeric>{`Days above ${cap}`}</Th>
            </tr>
          </TableHead>
          <tbody>
            {rows.map((row) => {
              const decided = row.approved + row.edited + row.rejected + row.answered;
              const isOff = row.verdict === 'low' || row.verdict === 'high';
              return (
                <TableRow key={`${row.reviewer.id} ${row.month}`}>
                  <Td>{row.month}</Td>
                  <Td>{row.reviewer.name}</Td>
                  <Td numeric>{formatCount(decided)}</Td>
                  <Td numeric title={rateTitle(row.override)}>
                    {rateText(row.override)}
                  </Td>
                  <Td
                    data-state-of={isOff ? 'waiting' : undefined}
                    className={isOff ? 'text-state' : undefined}
                  >
                    {VERDICT_WORDS[row.verdict]}
                  </Td>
                  <Td numeric>
                    {row.onCard.medianMs === null
                      ? `too few (${row.onCard.of})`
                      : formatDurationMs(row.onCard.medianMs)}
                  </Td>
                  <Td numeric title={rateTitle(row.withoutReason)}>
                    {rateText(row.withoutReason)}
                  </Td>
                  <Td numeric title={`at most ${row.busiestDay} on one day`}>
                    {(decided / row.days).toFixed(1)}
                  </Td>
                  <Td numeric>{`${formatCount(row.daysOverCap)} of ${formatCount(row.days)}`}</Td>
                </TableRow>
              );
            })}
          </tbody>
        </Table>
      </section>
    </Seam>
  );
}
