// Knows how wanted and real effects compare; refuses to count an effect of somebody else's.
import { type LedgerEntry, SUBJECT_FIELD } from '../ledger/ledger';
import type { IncidentPlan } from './incident-plan';

export interface CountedEffect {
  readonly entry: LedgerEntry;
  readonly subject: string;
  /** An effect of this subject stood there before. */
  readonly duplicate: boolean;
}

export interface EffectCount {
  readonly wanted: number;
  readonly done: number;
  readonly duplicated: number;
  /** Subjects without any effect. */
  readonly lost: number;
  readonly effects: readonly CountedEffect[];
}

/** Each subject of the plan wants one effect; what a subject has beyond one is duplicated, and one with none is lost. */
export function countEffects(
  { service, subjects }: IncidentPlan,
  entries: readonly LedgerEntry[],
): EffectCount {
  const seen = new Set<string>();
  const effects = entries.flatMap((entry): CountedEffect[] => {
    const subject = String(entry.body[SUBJECT_FIELD[service]]);
    if (entry.service !== service || !subjects.includes(subject)) return [];
    const duplicate = seen.has(subject);
    seen.add(subject);
    return [{ entry, subject, duplicate }];
  });
  return {
    wanted: subjects.length,
    done: effects.length,
    duplicated: effects.filter(({ duplicate }) => duplicate).length,
    lost: subjects.length - seen.size,
    effects,
  };
}
