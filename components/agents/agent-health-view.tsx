// How an agent did in the last 24 hours: each figure is the way to the list behind it.
import Link from 'next/link';
import type { AgentHealth } from '@/lib/contract/agent';
import { formatCount, plural } from '@/lib/format/count';
import { formatDurationMs } from '@/lib/format/duration';
import { formatMicroUsd } from '@/lib/format/money';
import { routes } from '@/lib/routes';
import { shortId } from '../run/short-id';
import { Glyph } from '../ui/glyph';
import { RelativeTime } from '../ui/relative-time';
import { StateGlyph } from '../ui/state-glyph';
import { Tile } from '../ui/tile';
import { Tiles } from '../ui/tiles';
import { approvalWords, queueWords, waitingWords } from './health-words';
import { successWords } from './success-words';

export function AgentHealthView({ health }: { health: AgentHealth }) {
  const { name, runs, durationMs, approvals, lastError } = health;
  const queued = queueWords(health);
  const runsOf = (...status: string[]) => routes.runs({ agent: name, since: '24h', status });
  return (
    <section aria-label="The last 24 hours">
      <Tiles>
        <Tile
          href={runsOf()}
          label="Runs, 24 h"
          icon={<Glyph name="runs" />}
          value={formatCount(runs.started)}
          cause={runs.running + runs.queued === 0 ? 'none at work' : `${runs.running + runs.queued} at work`}
        />
        <Tile
          href={runsOf('succeeded')}
          label="Succeeded"
          icon={<Glyph name="finish" />}
          value={successWords(runs)}
          cause={`${formatCount(runs.succeeded)} of ${formatCount(runs.succeeded + runs.failed)} that ended`}
        />
        <Tile
          href={runsOf('failed')}
          label="Failed"
          icon={<Glyph name="dead-letter" />}
          state={runs.failed > 0 ? 'failed' : 'neutral'}
          value={formatCount(runs.failed)}
          cause={runs.cancelled === 0 ? 'none was cancelled' : `${plural(runs.cancelled, 'run')} cancelled`}
        />
        <Tile
          href={runsOf('waiting')}
          label="Waiting"
          icon={<Glyph name="clock" />}
          state={runs.waiting.count > 0 ? 'waiting' : 'neutral'}
          value={formatCount(runs.waiting.count)}
          cause={waitingWords(runs.waiting.byReason)}
        />
        <Tile
          href={runsOf('succeeded', 'failed', 'cancelled')}
          label="Start to end, median"
          icon={<Glyph name="timer" />}
          value={durationMs === null ? '–' : formatDurationMs(durationMs.p50)}
          cause={
            durationMs === null ? 'nothing has ended' : `95 % within ${formatDurationMs(durationMs.p95)}`
          }
        />
        <Tile
          href={runsOf('succeeded')}
          label="Cost of a success"
          icon={<Glyph name="amount" />}
          value={
            health.costPerSuccessMicroUsd === null
              ? '–'
              : formatMicroUsd(health.costPerSuccessMicroUsd, { minDigits: 4 })
          }
          cause={
            health.costPerSuccessMicroUsd === null
              ? 'none has succeeded'
              : `${formatMicroUsd(health.endedCostMicroUsd, { minDigits: 4 })} for all that ended`
          }
        />
      </Tiles>
      <div className="flex min-h-9 flex-wrap items-center gap-x-6 gap-y-1 border-b border-line px-4 py-1.5 text-xs max-md:px-3">
        <Link
          href={routes.approvals({ agent: name })}
          className="flex items-center gap-[7px] text-muted hover:text-ink max-md:min-h-11"
        >
          <Glyph name="approvals" size={14} />
          {approvalWords(approvals)}
        </Link>
        {queued !== '' && (
          <Link
            href={runsOf('queued')}
            className="flex items-center gap-[7px] text-ink-2 hover:text-ink max-md:min-h-11"
          >
            <Glyph name={health.queue.shedding ? 'warning' : 'runs'} size={14} />
            {queued}
          </Link>
        )}
        {lastError !== null && (
          <Link
            href={routes.run(lastError.runId)}
            className="flex min-w-0 items-center gap-[7px] text-ink-2 hover:text-ink max-md:min-h-11"
          >
            <StateGlyph state="failed" />
            <span className="min-w-0 truncate">
              {`Last error in ${shortId(lastError.runId)}: ${lastError.message || lastError.code}`}
            </span>
            <RelativeTime at={lastError.at} focusable={false} className="flex-none text-muted" />
          </Link>
        )}
      </div>
    </section>
  );
}
