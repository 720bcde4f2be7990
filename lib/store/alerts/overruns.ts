// Knows calls that cost more than was held for them: told in the transaction that counts them, over when none came for a day.
import { type FactOf, foundAlert, severityOf, subjectOf } from '../../domain/alert';
import type { SettledHold } from '../budgets/settled-hold';
import type { Ask } from '../budgets/transact';

/** One that is open takes further ones in, whatever the day. */
const ADD = `INSERT INTO alert (id, kind, severity, subject, cause, fact, raised_at, last_seen_at)
  SELECT gen_random_uuid(), 'overrun', f.severity, f.subject,
    coalesce((SELECT a.cause FROM alert a WHERE a.kind = 'overrun' AND a.subject = f.subject AND a.resolved_at IS NULL ORDER BY a.cause LIMIT 1), f.cause),
    f.fact, now(), now()
  FROM unnest($1::text[], $2::text[], $3::text[], $4::jsonb[]) AS f(severity, subject, cause, fact)
  ORDER BY f.subject ON CONFLICT (cause) DO UPDATE SET
    fact = excluded.fact || jsonb_build_object('calls', (alert.fact->>'calls')::int8 + (excluded.fact->>'calls')::int8,
      'beyondMicroUsd', (alert.fact->>'beyondMicroUsd')::int8 + (excluded.fact->>'beyondMicroUsd')::int8),
    times = alert.times + CASE WHEN alert.resolved_at IS NULL THEN 0 ELSE 1 END, resolved_at = NULL, last_seen_at = now()`;

/** In the transaction that counts the holds, after all else that it locks. */
export async function tellOverruns(ask: Ask, holds: readonly SettledHold[]): Promise<void> {
  const facts = new Map<string, { fact: FactOf<'overrun'>; day: string }>();
  for (const { called, name, runId, held, cost, settledAt } of holds) {
    if (cost <= held) continue;
    const key = `${called}:${name}`;
    const before = facts.get(key)?.fact;
    const fact: FactOf<'overrun'> = {
      kind: 'overrun',
      called,
      name,
      calls: (before?.calls ?? 0) + 1,
      beyondMicroUsd: (before?.beyondMicroUsd ?? 0) + cost - held,
      runId,
    };
    facts.set(key, { fact, day: settledAt.slice(0, 10) });
  }
  if (facts.size === 0) return;
  const told = [...facts.values()].map(({ fact, day }) => ({ ...foundAlert(fact, day), fact }));
  await ask('tell_overruns', ADD, [
    told.map(({ fact }) => severityOf(fact)),
    told.map(({ fact }) => subjectOf(fact)),
    told.map(({ cause }) => cause),
    told.map(({ fact }) => JSON.stringify(fact)),
  ]);
}

const END = `UPDATE alert SET resolved_at = now() WHERE kind = 'overrun' AND resolved_at IS NULL AND last_seen_at < now() - interval '1 day' RETURNING id`;

/** @returns the ids of those that are over. */
export async function endOverruns(ask: Ask): Promise<string[]> {
  return (await ask<{ id: string }>('end_overruns', END, [])).map(({ id }) => id);
}
