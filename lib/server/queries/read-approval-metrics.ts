// Figures of approvals: settles the period, asks the store, and makes of counts what may be said of them.
import 'server-only';
import type {
  ApprovalFigures,
  ApprovalMetricsQuery,
  ApprovalMetricsShape,
} from '../../contract/approval-metrics';
import { backlogForecast } from '../../domain/backlog-forecast';
import { RequestError } from '../../domain/errors';
import type { Principal } from '../../domain/principal';
import { overridesOf } from '../../domain/reviewer-drift';
import { FEWEST_CASES, rateOf, spreadOf } from '../../domain/statistics';
import { type CountedApprovals, countApprovalFigures, countWaiting } from '../../store/read/approval-figures';
import { readVoterMonths, readVoters, type VoterMonth } from '../../store/read/reviewer-figures';
import type { App } from '../app';
import { holds, personOf } from '../authorize';
import { reviewedPeriod } from './reviewed-period';

const DAYS = 30;
const MONTHS = 6;
const MOST_ROWS = 200;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Waiting for less than each of these, or for longer than the last. */
const AGES_MS = [15 * MINUTE_MS, HOUR_MS, 4 * HOUR_MS, 24 * HOUR_MS];

export type MetricsAsker = { readonly app: Pick<App, 'db' | 'clock'>; readonly principal: Principal };

/**
 * How others decide only an administrator is told; everybody else of themselves.
 * @throws RequestError invalid_request where the period is too long, or ends before it begins; forbidden where another reviewer is asked for.
 */
export async function readApprovalMetrics(
  { app: { db, clock }, principal }: MetricsAsker,
  { since, until, dailyCap, ...asked }: ApprovalMetricsQuery,
): Promise<ApprovalMetricsShape> {
  const told = toldOf(principal, asked.reviewer);
  const period = reviewedPeriod({ since, until }, clock.now(), DAYS);
  const [counted, waiting, voters, months] = await Promise.all([
    countApprovalFigures(db, period, asked),
    // What waits is nobody's yet, also where some have voted and others are to agree.
    countWaiting(db, { ...asked, reviewer: undefined }, AGES_MS),
    told.nobody ? [] : readVoters(db, period, { ...asked, reviewer: told.reviewer }, MOST_ROWS),
    told.nobody
      ? []
      : readVoterMonths(
          db,
          monthsUntil(period.until),
          { ...asked, reviewer: told.reviewer },
          dailyCap,
          MOST_ROWS,
        ),
  ]);
  const all = counted.find(({ by, now }) => by === 'all' && now);
  const before = counted.find(({ by, now }) => by === 'all' && !now);
  const waitingNow = waiting.counts.reduce((sum, count) => sum + count, 0);
  return {
    ...period,
    fewestCases: FEWEST_CASES,
    now: figuresOf(all),
    before: figuresOf(before),
    waiting: {
      count: waitingNow,
      oldestAt: waiting.oldestAt,
      ages: waiting.counts.map((count, i) => ({
        overMs: AGES_MS[i - 1] ?? 0,
        underMs: AGES_MS[i] ?? null,
        count,
      })),
    },
    days: counted
      .filter((row) => row.by === 'day' && row.now)
      .map((row) => ({
        day: row.name,
        arrived: row.arrived,
        byPeople: byPeople(row),
        automatic: byItself(row),
      }))
      .toSorted((a, b) => a.day.localeCompare(b.day)),
    agents: named(counted, 'agent'),
    tools: named(counted, 'tool'),
    reviewersTold: told.everybody ? 'all' : 'own',
    reviewers: voters.map(({ id, name, p50Ms, p95Ms, wordless: _, ...votes }) => ({
      reviewer: { id, name },
      ...votes,
      rates: ratesOf(votes),
      timeToDecide: spreadOf(byPeople(votes), p50Ms, p95Ms),
    })),
    months: months.map(monthOf),
    // Of one person's votes nothing follows for what comes.
    forecast:
      asked.reviewer !== undefined
        ? null
        : backlogForecast({
            lengthMs: Date.parse(period.until) - Date.parse(period.since),
            arrived: all?.arrived ?? 0,
            ended: all === undefined ? 0 : byPeople(all) + byItself(all),
            meanWaitMs: all?.waitedMs ?? null,
            waiting: waitingNow,
          }),
  };
}

/** `reviewer`: of whom; undefined: of all. `nobody`: a key with no person behind it has decided nothing of its own. */
function toldOf(principal: Principal, asked: string | undefined) {
  const everybody = holds(principal, 'admin');
  const own = personOf(principal);
  if (everybody) return { everybody, nobody: false, reviewer: asked };
  if (asked !== undefined && asked !== own)
    throw new RequestError(
      'forbidden',
      'How another person decides only an administrator is told. Leave out `reviewer`, or name yourself.',
    );
  return { everybody, nobody: own === null, reviewer: own ?? undefined };
}

type Decided = Pick<CountedApprovals, 'approved' | 'edited' | 'rejected' | 'answered'>;
type Ended = Pick<CountedApprovals, 'expired' | 'cancelled' | 'superseded' | 'unopposed' | 'settled'>;

const NOTHING = {
  arrived: 0,
  ...{ approved: 0, edited: 0, rejected: 0, answered: 0 },
  ...{ expired: 0, cancelled: 0, superseded: 0, unopposed: 0, settled: 0 },
  ...{ p50Ms: null, p95Ms: null },
};

const byPeople = ({ approved, edited, rejected, answered }: Decided) =>
  approved + edited + rejected + answered;
const byItself = ({ expired, cancelled, superseded, unopposed, settled }: Ended) =>
  expired + cancelled + superseded + unopposed + settled;

function figuresOf(row: CountedApprovals | undefined): ApprovalFigures {
  const {
    arrived,
    approved,
    edited,
    rejected,
    answered,
    expired,
    cancelled,
    superseded,
    unopposed,
    settled,
    p50Ms,
    p95Ms,
  } = row ?? NOTHING;
  const votes = { approved, edited, rejected, answered };
  return {
    arrived,
    ...votes,
    automatic: { expired, cancelled, superseded, unopposed, settled },
    rates: ratesOf(votes),
    expiry: rateOf(expired, expired + byPeople(votes)),
    timeToDecide: spreadOf(byPeople(votes), p50Ms, p95Ms),
  };
}

function ratesOf({ approved, edited, rejected }: Decided): ApprovalFigures['rates'] {
  const of = approved + edited + rejected;
  return {
    approve: rateOf(approved, of),
    edit: rateOf(edited, of),
    reject: rateOf(rejected, of),
    override: rateOf(edited + rejected, of),
  };
}

function named(rows: readonly CountedApprovals[], by: 'agent' | 'tool') {
  const weight = (row: CountedApprovals) => byPeople(row) * 1_000_000 + row.arrived;
  return rows
    .filter((row) => row.by === by && row.now)
    .toSorted((a, b) => weight(b) - weight(a) || a.name.localeCompare(b.name))
    .slice(0, MOST_ROWS)
    .map((row) => ({ name: row.name, ...figuresOf(row) }));
}

function monthOf(row: VoterMonth): ApprovalMetricsShape['months'][number] {
  const { id, name, month, approved, edited, rejected, answered, days, daysOverCap, busiestDay } = row;
  const { rate, verdict } = overridesOf(row);
  return {
    reviewer: { id, name },
    month,
    ...{ approved, edited, rejected, answered, days, daysOverCap, busiestDay },
    override: rate,
    verdict,
    onCard: { of: row.measured, medianMs: spreadOf(row.measured, row.onCardMs, null).p50Ms },
    withoutReason: rateOf(row.wordless, approved + edited),
  };
}

/** The month in which `until` lies, up to it, and those before. */
function monthsUntil(until: string): { since: string; until: string } {
  const last = new Date(Date.parse(until) - 1);
  const first = Date.UTC(last.getUTCFullYear(), last.getUTCMonth() - MONTHS + 1, 1);
  return { since: new Date(Math.max(0, first)).toISOString(), until };
}
