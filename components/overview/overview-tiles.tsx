// The tiles of the overview: each a figure, its cause in a line, and the way to the list behind it.
import { Bell } from 'lucide-react';
import { ALERTS_COUNTED_MOST, type OverviewShape } from '@/lib/contract/overview';
import { usedShare } from '@/lib/domain/budget-use';
import { formatCount, formatPercent } from '@/lib/format/count';
import type { OverviewPeriod } from '@/lib/query/query-keys';
import { routes } from '@/lib/routes';
import { alertState } from '../spend/alert-words';
import { Countdown } from '../ui/countdown';
import { Glyph } from '../ui/glyph';
import { Icon } from '../ui/icon';
import { RelativeTime } from '../ui/relative-time';
import { Tile } from '../ui/tile';
import { Tiles } from '../ui/tiles';
import { shutCount, shutSentence } from './shut-breakers-words';

const PERIOD_WORDS: Record<OverviewPeriod, string> = {
  '1h': 'in 1 hour',
  '24h': 'in 24 hours',
  '7d': 'in 7 days',
};

export type OverviewTilesProps = { overview: OverviewShape; period: OverviewPeriod };

export function OverviewTiles({ overview, period }: OverviewTilesProps) {
  const { approvals, unknownOutcomes, atLimit, failed, deadLetters, breakers, budgets, alerts } = overview;
  const worst = alerts.pressing[0];
  return (
    <Tiles>
      <Tile
        href={routes.approvals()}
        label="Approvals"
        icon={<Glyph name="approvals" />}
        state={approvals.pending > 0 ? 'waiting' : 'neutral'}
        value={formatCount(approvals.pending)}
        cause={
          approvals.putOff > 0 ? (
            `${formatCount(approvals.putOff)} more put off by you`
          ) : approvals.oldestAt === null ? (
            'nothing waits for a person'
          ) : (
            <RelativeTime at={approvals.oldestAt} look="age" prefix="oldest" focusable={false} />
          )
        }
      />
      <Tile
        href={routes.approvals({ show: 'soon' })}
        label="Expire soon"
        icon={<Glyph name="clock" />}
        state={approvals.expiringSoon > 0 ? 'waiting' : 'neutral'}
        value={formatCount(approvals.expiringSoon)}
        cause={
          approvals.nextExpiryAt === null ? (
            'none within 15 minutes'
          ) : (
            <Countdown until={approvals.nextExpiryAt} prefix="next in" atZero="out of time" size="sm" quiet />
          )
        }
      />
      <Tile
        href={routes.approvals({ show: 'unknown' })}
        label="Unknown outcomes"
        icon={<Glyph name="question" />}
        state={unknownOutcomes > 0 ? 'waiting' : 'neutral'}
        value={formatCount(unknownOutcomes)}
        cause={unknownOutcomes > 0 ? 'did they happen?' : 'all calls accounted for'}
      />
      <Tile
        href={routes.runs({ waiting: ['limit'] })}
        label="At a limit"
        icon={<Glyph name="warning" />}
        state={atLimit > 0 ? 'waiting' : 'neutral'}
        value={formatCount(atLimit)}
        cause={atLimit > 0 ? 'stopped, can be raised' : 'no run is held by a limit'}
      />
      <Tile
        href={routes.breakers()}
        label="Breakers not closed"
        icon={<Glyph name="breaker" />}
        state={shutCount(breakers) > 0 ? 'open' : 'neutral'}
        value={formatCount(shutCount(breakers))}
        cause={shutSentence(breakers)}
      />
      <Tile
        href={routes.deadLetters()}
        label="Dead letters"
        icon={<Glyph name="dead-letter" />}
        state={deadLetters.open > 0 ? 'failed' : 'neutral'}
        value={formatCount(deadLetters.open)}
        cause={
          deadLetters.newestAt === null ? (
            `${formatCount(failed.count)} failed ${PERIOD_WORDS[period]}`
          ) : (
            <RelativeTime at={deadLetters.newestAt} prefix="newest" focusable={false} />
          )
        }
      />
      <Tile
        href={worst === undefined ? routes.spend() : routes.spend({ alert: worst.id })}
        label="Alerts"
        icon={<Icon of={Bell} />}
        state={worst === undefined ? 'neutral' : alertState(worst)}
        value={`${formatCount(alerts.open)}${alerts.open < ALERTS_COUNTED_MOST ? '' : '+'}`}
        cause={
          worst === undefined || alerts.newestAt === null ? (
            'nothing unseen'
          ) : (
            <RelativeTime at={alerts.newestAt} prefix={`${worst.severity},`} focusable={false} />
          )
        }
      />
      {budgets.set > 0 && (
        <Tile
          href={routes.spend()}
          label="Budgets near limit"
          icon={<Glyph name="amount" />}
          state={budgets.nearLimit > 0 ? 'waiting' : 'neutral'}
          value={formatCount(budgets.nearLimit)}
          cause={mostUsedWords(budgets.mostUsed[0])}
        />
      )}
    </Tiles>
  );
}

/** "agent:refunds at 86 %" */
function mostUsedWords(budget: OverviewShape['budgets']['mostUsed'][number] | undefined): string {
  return budget === undefined ? '' : `${budget.scope} at ${formatPercent(usedShare(budget))}`;
}
