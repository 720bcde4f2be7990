// The metrics of approvals: the period's figures beside those before, what waits, agents, tools, reviewers and their months. Filters stand in the URL.
'use client';
import { useQuery } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import { approvalMetricsFile, approvalMetricsOptions } from '@/lib/query/reviews';
import { Loading, StaleBanner } from '../shell/load-error';
import { Chip } from '../ui/chip';
import { EmptyState } from '../ui/empty-state';
import { Glyph } from '../ui/glyph';
import { PageHead } from '../ui/page-head';
import { useServerClock } from '../ui/server-clock';
import { ToggleGroup } from '../ui/toggle-group';
import { ConsideredTable } from './considered-table';
import { ExportMenu } from './export-menu';
import { FiguresTable } from './figures-table';
import { MetricsFigures } from './metrics-figures';
import { metricsParsers, metricsQuestion } from './review-params';
import { ReviewTabs } from './review-tabs';
import { ReviewerMonths } from './reviewer-months';
import { ReviewersTable } from './reviewers-table';
import { WaitingNow } from './waiting-now';

const HOUR_MS = 3_600_000;
const PERIODS = [
  { value: '7d', label: '7 d' },
  { value: '30d', label: '30 d' },
  { value: '90d', label: '90 d' },
] as const;

export function MetricsView() {
  const [{ period, cap, agent, tool, reviewer }, set] = useQueryStates(metricsParsers);
  const hour = useServerClock((nowMs) => Math.floor(nowMs / HOUR_MS));
  const question = metricsQuestion(period, hour, { agent, tool, reviewer }, cap);
  const query = useQuery(approvalMetricsOptions(question));
  const metrics = query.data;
  const narrow = (next: { agent?: string | null; tool?: string | null; reviewer?: string | null }): void =>
    void set(next, { history: 'push' });
  const nothing =
    metrics !== undefined && metrics.now.arrived + metrics.before.arrived + metrics.months.length === 0;
  return (
    <>
      <PageHead
        title="Approvals"
        actions={<ExportMenu fileOf={(format) => approvalMetricsFile(question, format)} />}
      />
      <div className="flex min-h-11 flex-none flex-wrap items-center gap-2 border-b border-line bg-surface px-4 py-1.5 max-md:px-3">
        <ReviewTabs tab="metrics" agent={agent} tool={tool} />
        <ToggleGroup
          label="Period"
          options={PERIODS}
          value={period}
          onValueChange={(next) => void set({ period: next })}
        />
        {agent !== null && (
          <Chip name="agent is" onRemove={() => narrow({ agent: null })}>
            {agent}
          </Chip>
        )}
        {tool !== null && (
          <Chip name="tool is" onRemove={() => narrow({ tool: null })}>
            {tool}
          </Chip>
        )}
        {reviewer !== null && (
          <Chip name="voted on by" onRemove={() => narrow({ reviewer: null })}>
            {metrics?.months.find((one) => one.reviewer.id === reviewer)?.reviewer.name ?? reviewer}
          </Chip>
        )}
      </div>
      <StaleBanner query={query} />
      {metrics === undefined ? (
        <Loading what="The metrics" query={query} rows={9} />
      ) : nothing && metrics.waiting.count === 0 ? (
        <EmptyState look="page" title="No approvals in this period" icon={<Glyph name="approvals" />}>
          How many calls were held, how fast and how people decided them stands here once there are some.
        </EmptyState>
      ) : (
        <>
          <MetricsFigures metrics={metrics} agent={agent} tool={tool} />
          <WaitingNow metrics={metrics} agent={agent} tool={tool} />
          <ReviewersTable
            rows={metrics.reviewers}
            told={metrics.reviewersTold}
            onPick={(id) => narrow({ reviewer: id })}
          />
          <ReviewerMonths
            rows={metrics.months}
            cap={cap}
            onCap={(next) => void set({ cap: next }, { history: 'replace' })}
          />
          <ConsideredTable />
          <FiguresTable by="agent" rows={metrics.agents} onPick={(name) => narrow({ agent: name })} />
          <FiguresTable by="tool" rows={metrics.tools} onPick={(name) => narrow({ tool: name })} />
        </>
      )}
    </>
  );
}
