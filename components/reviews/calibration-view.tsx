// The calibration of stated confidence: which cases count, the plot, a suggested threshold with what it would have meant, and each agent with each model.
'use client';
import { useQuery } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import type { CalibrationShape } from '@/lib/contract/calibration';
import { formatCount, formatPercent, plural } from '@/lib/format/count';
import { calibrationFile, calibrationOptions } from '@/lib/query/reviews';
import { CalibrationPlot } from '../charts/calibration-plot';
import { Loading, StaleBanner } from '../shell/load-error';
import { Chip } from '../ui/chip';
import { EmptyState } from '../ui/empty-state';
import { Glyph } from '../ui/glyph';
import { PageHead } from '../ui/page-head';
import { Seam } from '../ui/seam';
import { useServerClock } from '../ui/server-clock';
import { ToggleGroup } from '../ui/toggle-group';
import { CalibrationGroups } from './calibration-groups';
import { ExportMenu } from './export-menu';
import { calibrationParsers, calibrationQuestion, ERROR_RATES } from './review-params';
import { ReviewTabs } from './review-tabs';
import { basisSentence, suggestionSentences } from './review-words';

const HOUR_MS = 3_600_000;
const PERIODS = [
  { value: '7d', label: '7 d' },
  { value: '30d', label: '30 d' },
  { value: '90d', label: '90 d' },
] as const;
const ERRORS = ERROR_RATES.map((rate) => ({ value: String(rate), label: `${rate * 100} % errors` }));

export function CalibrationView() {
  const [{ period, agent, model, error }, set] = useQueryStates(calibrationParsers);
  const hour = useServerClock((nowMs) => Math.floor(nowMs / HOUR_MS));
  const question = calibrationQuestion(period, hour, { agent, model }, error);
  const query = useQuery(calibrationOptions(question));
  const calibration = query.data;
  const narrow = (next: { agent?: string | null; model?: string | null }): void =>
    void set(next, { history: 'push' });
  return (
    <>
      <PageHead
        title="Approvals"
        actions={<ExportMenu fileOf={(format) => calibrationFile(question, format)} />}
      />
      <div className="flex min-h-11 flex-none flex-wrap items-center gap-2 border-b border-line bg-surface px-4 py-1.5 max-md:px-3">
        <ReviewTabs tab="calibration" agent={agent} tool={null} />
        <ToggleGroup
          label="Period"
          options={PERIODS}
          value={period}
          onValueChange={(next) => void set({ period: next })}
        />
        <ToggleGroup
          label="Wanted error rate"
          options={ERRORS}
          value={String(error)}
          onValueChange={(next) => void set({ error: Number(next) })}
        />
        {agent !== null && (
          <Chip name="agent is" onRemove={() => narrow({ agent: null })}>
            {agent}
          </Chip>
        )}
        {model !== null && (
          <Chip name="model is" onRemove={() => narrow({ model: null })}>
            {model}
          </Chip>
        )}
      </div>
      <StaleBanner query={query} />
      {calibration === undefined ? (
        <Loading what="The calibration" query={query} rows={9} />
      ) : calibration.basis.held === 0 ? (
        <EmptyState look="page" title="No decisions to compare with" icon={<Glyph name="approvals" />}>
          {`Once people have decided calls whose confidence was stated, it stands here how often they agreed. ${calibration.withoutConfidence.cases === 0 ? '' : `${plural(calibration.withoutConfidence.cases, 'call')} came without a stated confidence.`}`}
        </EmptyState>
      ) : (
        <>
          <Curve calibration={calibration} />
          <Seam title="Suggested threshold" className="border-t">
            <div className="px-4 pb-3 max-md:px-3">
              {suggestionSentences(calibration).map((sentence) => (
                <p key={sentence} className="pb-1">
                  {sentence}
                </p>
              ))}
            </div>
          </Seam>
          <CalibrationGroups rows={calibration.groups} onPick={narrow} />
        </>
      )}
    </>
  );
}

function Curve({ calibration }: { calibration: CalibrationShape }) {
  const { all, withoutConfidence, suggested } = calibration;
  const { cases, agreed, bins, brier, expectedError } = all;
  const scores =
    brier === null || expectedError === null
      ? 'Too few for a score.'
      : `Brier score ${brier.toFixed(3)} (0 is best); stated and found differ by ${formatPercent(expectedError)} on average.`;
  return (
    <Seam title="Stated confidence against decisions" note={plural(cases, 'call')}>
      <div className="px-4 pb-3 max-md:px-3">
        <CalibrationPlot
          bins={bins}
          threshold={suggested?.threshold ?? null}
          sentence={`${plural(cases, 'call')}, ${formatCount(agreed)} of them approved unchanged. ${scores} The table has each bin.`}
        />
        <p className="pt-2 text-xs text-muted">
          {`On the dashed line, people approve as often as the model says it is right; below it, the model is too sure of itself. Numbers beside the marks count calls; hollow marks have fewer than ${calibration.fewestCases}. ${scores} Without a stated confidence: ${formatCount(withoutConfidence.cases)}.`}
        </p>
        <p className="pt-1 text-xs text-muted">{basisSentence(calibration)}</p>
      </div>
    </Seam>
  );
}
