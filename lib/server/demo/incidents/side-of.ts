// Tells one side of an incident from what its agents did and what the receivers counted.
import 'server-only';
import type { IncidentCall, IncidentSide } from '../../../contract/incident';
import { countEffects } from '../../../simulator/incidents/effect-count';
import type { IncidentPlan } from '../../../simulator/incidents/incident-plan';
import type { LedgerEntry } from '../../../simulator/ledger/ledger';

export type SideParts = {
  readonly plan: IncidentPlan;
  readonly startedMs: number;
  readonly finishedMs: number;
  readonly agents: IncidentSide['agents'];
  readonly calls: readonly IncidentCall[];
  readonly entries: readonly LedgerEntry[];
};

export function sideOf({ plan, startedMs, finishedMs, agents, calls, entries }: SideParts): IncidentSide {
  const { effects, ...counts } = countEffects(plan, entries);
  return {
    ...counts,
    durationMs: Math.round(finishedMs - startedMs),
    agents,
    calls: calls.toSorted((a, b) => a.atMs - b.atMs || a.lane - b.lane),
    effects: effects.map(({ entry, subject, duplicate }) => ({
      atMs: Date.parse(entry.at) - Math.round(startedMs),
      subject,
      id: entry.id,
      key: entry.key,
      duplicate,
    })),
  };
}

const SUBJECT_ARGUMENTS = ['order_id', 'channel', 'mail_id'] as const;

/** What a call is about, by its arguments. */
export function subjectOf(args: unknown): string | null {
  if (typeof args !== 'object' || args === null) return null;
  const given = args as Readonly<Record<string, unknown>>; // safe because it is an object, and each member is looked at
  for (const name of SUBJECT_ARGUMENTS) {
    const value = given[name];
    if (typeof value === 'string') return value;
  }
  return null;
}
