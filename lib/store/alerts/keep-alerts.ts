// Knows how alerts are raised, seen again and resolved: one row a cause, whoever looks and however many look at once.
import { type AlertKind, type FoundAlert, severityOf, subjectOf } from '../../domain/alert';
import type { Ask } from '../budgets/transact';

/** Seen again with nothing new is written so often at most. */
const SEEN_EVERY = `interval '1 minute'`;

/** What is told already is seen again; what was resolved within its period comes back as what it was, acknowledged or not. */
const RAISE = `INSERT INTO alert (id, kind, severity, subject, cause, fact, raised_at, last_seen_at)
  SELECT f.id, f.kind, f.severity, f.subject, f.cause, f.fact, now(), now()
  FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::jsonb[]) AS f(id, kind, severity, subject, cause, fact)
  ORDER BY f.cause ON CONFLICT (cause) DO UPDATE SET fact = excluded.fact, severity = excluded.severity, last_seen_at = now(),
    times = alert.times + CASE WHEN alert.resolved_at IS NULL THEN 0 ELSE 1 END, resolved_at = NULL
  WHERE alert.resolved_at IS NOT NULL OR alert.fact <> excluded.fact OR alert.last_seen_at < now() - ${SEEN_EVERY}
  RETURNING id`;

const RESOLVE = `UPDATE alert SET resolved_at = now() WHERE resolved_at IS NULL AND kind = ANY($1::text[]) AND NOT cause = ANY($2::text[]) RETURNING id`;

/** Of all processes one decides at a time, each on what it sees after the one before. */
const LOCK = `SELECT pg_advisory_xact_lock(hashtext('bulkhead:alerts'))::text`;

export const lockAlerts = (ask: Ask): Promise<unknown> => ask('lock_alerts', LOCK, []);

type Written = { readonly id: string };

/** @param ids one of its own for each that may be new. @returns the ids of those that were written. */
export async function raiseAlerts(
  ask: Ask,
  found: readonly FoundAlert[],
  nextId: () => string,
): Promise<string[]> {
  if (found.length === 0) return [];
  const rows = await ask<Written>('raise_alerts', RAISE, [
    found.map(nextId),
    found.map(({ fact }) => fact.kind),
    found.map(({ fact }) => severityOf(fact)),
    found.map(({ fact }) => subjectOf(fact)),
    found.map(({ cause }) => cause),
    found.map(({ fact }) => JSON.stringify(fact)),
  ]);
  return rows.map(({ id }) => id);
}

/**
 * What was found of these kinds stands, and every other of them that is open is resolved. Within a transaction that has the lock, and looked after it.
 * @returns the ids of those that were written.
 */
export async function keepAlerts(
  ask: Ask,
  kinds: readonly AlertKind[],
  found: readonly FoundAlert[],
  nextId: () => string,
): Promise<string[]> {
  const written = await raiseAlerts(ask, found, nextId);
  const resolved = await ask<Written>('resolve_alerts', RESOLVE, [kinds, found.map(({ cause }) => cause)]);
  return [...written, ...resolved.map(({ id }) => id)];
}

const OPEN = `SELECT cause FROM alert WHERE resolved_at IS NULL AND kind = ANY($1::text[])`;

export async function openCauses(ask: Ask, kinds: readonly AlertKind[]): Promise<ReadonlySet<string>> {
  return new Set((await ask<{ cause: string }>('open_causes', OPEN, [kinds])).map(({ cause }) => cause));
}
