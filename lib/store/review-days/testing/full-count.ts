// What figures of approvals have to be, counted one by one over everything that was laid out, with exact percentiles.
import type { ApprovalsAsked } from '../../read/approval-figures';
import type { Laid } from '../../testing/lay-approval';
import { decisionOf } from '../../testing/lay-approval';
import { APPROVAL_COUNTS } from '../day-cells';

type Period = { readonly since: string; readonly until: string };
type Facts = ReturnType<typeof factsOf>;

const factsOf = (one: Laid) => {
  const { at, tookS = 60, status, by, agent = 'refunds', tool = 'mail.send' } = one;
  const endMs = Date.parse(at);
  const tookMs = tookS * 1_000;
  const ended = status !== 'pending';
  return { one, status, by, agent, tool, endMs, tookMs, madeMs: endMs - tookMs, ended };
};

const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);

function percentile(times: readonly number[], share: number): number | null {
  return times.toSorted((one, other) => one - other)[Math.ceil(share * times.length) - 1] ?? null;
}

function kindOf({ status, by, one }: Facts): (typeof APPROVAL_COUNTS)[number] {
  if (by === undefined)
    return APPROVAL_COUNTS.find((name) => name === status && name !== 'answered') ?? 'settled';
  if (status === 'approved') return one.edited === true ? 'edited' : 'approved';
  return status === 'rejected' ? 'rejected' : 'answered';
}

const asked =
  ({ agent, tool, reviewer }: ApprovalsAsked) =>
  (fact: Facts) =>
    (agent === undefined || fact.agent === agent) &&
    (tool === undefined || fact.tool === tool) &&
    (reviewer === undefined || fact.by === reviewer);

/** As countApprovalFigures. */
export function approvalsOf(laid: readonly Laid[], { since, until }: Period, which: ApprovalsAsked) {
  const [sinceMs, untilMs] = [Date.parse(since), Date.parse(until)];
  const fromMs = 2 * sinceMs - untilMs;
  const groups = new Map<
    string,
    { now: boolean; by: string; name: string; arrived: number; ends: Facts[] }
  >();
  const add = (fact: Facts, ms: number, ended: boolean) => {
    if (ms < fromMs || ms >= untilMs) return;
    const now = ms >= sinceMs;
    for (const [by, name] of [
      ['all', ''],
      ['agent', fact.agent],
      ['tool', fact.tool],
      ['day', dayOf(ms)],
    ] as const) {
      const key = `${now} ${by} ${name}`;
      const group = groups.get(key) ?? { now, by, name, arrived: 0, ends: [] };
      groups.set(key, group);
      if (ended) group.ends.push(fact);
      else group.arrived += 1;
    }
  };
  for (const fact of laid.map(factsOf).filter(asked(which))) {
    add(fact, fact.madeMs, false);
    if (fact.ended) add(fact, fact.endMs, true);
  }
  return [...groups.values()].map(({ arrived, ends, ...group }) => {
    const times = ends.filter(({ by }) => by !== undefined).map(({ tookMs }) => tookMs);
    const sum = ends.reduce((total, { tookMs }) => total + tookMs, 0);
    return {
      ...group,
      ...Object.fromEntries(
        APPROVAL_COUNTS.map((name) => [name, ends.filter((fact) => kindOf(fact) === name).length]),
      ),
      arrived,
      waitedMs: ends.length === 0 ? null : sum / ends.length,
      p50Ms: percentile(times, 0.5),
      p95Ms: percentile(times, 0.95),
    };
  });
}

function votesOf(facts: readonly Facts[]) {
  const counted = (decision: string) => facts.filter(({ one }) => decisionOf(one) === decision).length;
  return {
    approved: counted('approve'),
    edited: counted('edit'),
    rejected: counted('reject'),
    answered: counted('happened'),
    wordless: facts.filter(({ one }) => /approve|edit/.test(decisionOf(one)) && (one.reason ?? '') === '')
      .length,
  };
}

function grouped<T>(of: readonly T[], keyOf: (one: T) => string): [string, T[]][] {
  const groups = new Map<string, T[]>();
  for (const one of of) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return [...groups];
}

/** As readVoters and readVoterMonths. */
export function votersOf(
  laid: readonly Laid[],
  { since, until }: Period,
  which: ApprovalsAsked,
  cap: number,
) {
  const votes = laid
    .map(factsOf)
    .filter(asked(which))
    .filter(({ by, endMs }) => by !== undefined && endMs >= Date.parse(since) && endMs < Date.parse(until));
  const byId = (one: { id: string }, other: { id: string }) => (one.id < other.id ? -1 : 1);
  const voters = grouped(votes, ({ by = '' }) => by).map(([id, own]) => {
    const times = own.map(({ tookMs }) => tookMs);
    return {
      ...votesOf(own),
      id,
      name: id,
      p50Ms: percentile(times, 0.5),
      p95Ms: percentile(times, 0.95),
      of: own.length,
    };
  });
  const months = grouped(votes, ({ by = '', endMs }) => `${dayOf(endMs).slice(0, 7)} ${by}`).map(
    ([key, own]) => {
      const onCard = own.flatMap(({ one }) => (one.onCardMs === undefined ? [] : [one.onCardMs]));
      const days = grouped(own, ({ endMs }) => dayOf(endMs)).map(([, some]) => some.length);
      return {
        ...votesOf(own),
        id: key.slice(8),
        name: key.slice(8),
        month: key.slice(0, 7),
        measured: onCard.length,
        onCardMs: percentile(onCard, 0.5),
        days: days.length,
        daysOverCap: days.filter((count) => count > cap).length,
        busiestDay: Math.max(...days),
        of: own.length,
      };
    },
  );
  const newest = (one: { month: string }, other: { month: string }) =>
    one.month > other.month ? -1 : one.month < other.month ? 1 : 0;
  return {
    voters: voters
      .toSorted((one, other) => other.of - one.of || byId(one, other))
      .map(({ of: _, ...row }) => row),
    months: months
      .toSorted((one, other) => newest(one, other) || other.of - one.of || byId(one, other))
      .map(({ of: _, ...row }) => row),
  };
}
