// The figures of the period, each beside that of the period before: what people decided, and apart from it what ended by itself.
'use client';
import Link from 'next/link';
import type { ReactNode } from 'react';
import type { ApprovalMetricsShape, RateShape } from '@/lib/contract/approval-metrics';
import { formatCount } from '@/lib/format/count';
import { formatDurationMs } from '@/lib/format/duration';
import { routes } from '@/lib/routes';
import { Figure } from '../ui/figure';
import { beforeText, rateText, rateTitle } from './review-words';

export type MetricsFiguresProps = {
  metrics: ApprovalMetricsShape;
  agent: string | null;
  tool: string | null;
};

export function MetricsFigures({ metrics: { now, before }, agent, tool }: MetricsFiguresProps) {
  const decided = now.approved + now.edited + now.rejected + now.answered;
  const decidedBefore = before.approved + before.edited + before.rejected + before.answered;
  const { expired, cancelled, superseded, unopposed, settled } = now.automatic;
  const whose = { ...(agent === null ? {} : { agent }), ...(tool === null ? {} : { tool }) };
  const list = routes.approvals({ status: 'decided', ...whose });
  const time = (ms: number | null, of: number) => (ms === null ? `too few (${of})` : formatDurationMs(ms));
  return (
    <section aria-label="Figures of the period" className="px-4 pt-3.5 pb-3 max-md:px-3">
      <div className="flex flex-wrap gap-x-9 gap-y-3 max-md:grid max-md:grid-cols-2 max-md:items-start max-md:gap-x-4">
        <Figure value={formatCount(now.arrived)} label={`asked for, before ${formatCount(before.arrived)}`} />
        <Figure
          value={
            <Link href={list} className="hover:underline">
              {formatCount(decided)}
            </Link>
          }
          label={`decided by people, before ${formatCount(decidedBefore)}`}
        />
        <Share rate={now.rates.approve} before={before.rates.approve} label="approved as asked" />
        <Share rate={now.rates.edit} before={before.rates.edit} label="edited" />
        <Share rate={now.rates.reject} before={before.rates.reject} label="rejected" />
        <Share rate={now.rates.override} before={before.rates.override} label="overridden" />
        <Figure
          value={time(now.timeToDecide.p50Ms, now.timeToDecide.of)}
          label={`to decide, half of them; before ${time(before.timeToDecide.p50Ms, before.timeToDecide.of)}`}
        />
        <Figure
          value={time(now.timeToDecide.p95Ms, now.timeToDecide.of)}
          label={`to decide, 95 in 100; before ${time(before.timeToDecide.p95Ms, before.timeToDecide.of)}`}
        />
        <Share rate={now.expiry} before={before.expiry} label="expired undecided" />
      </div>
      <p className="pt-2.5 text-xs text-muted">
        {`Rates are of people’s decisions alone: edits and rejections are overrides. Ended by nobody’s decision: ${formatCount(expired)} expired, ${formatCount(cancelled)} cancelled with their run, ${formatCount(superseded)} replaced by a changed call, ${formatCount(unopposed)} unopposed, ${formatCount(settled)} settled by an answer that came late. Of fewer than 30 cases no rate is told.`}
      </p>
    </section>
  );
}

function Share({ rate, before, label }: { rate: RateShape; before: RateShape; label: ReactNode }) {
  return (
    <Figure
      value={<span title={rateTitle(rate)}>{rateText(rate)}</span>}
      label={
        <>
          {label}, {beforeText(before)}
        </>
      }
    />
  );
}
