// Knows how claims and completions of effects reach the ledger; the rules of the port stand in these two statements.
import { canonicalJson } from '../../domain/canonical-json';
import { COMPENSATED_CODE } from '../../domain/effect';
import type { RecordedError } from '../../domain/errors';
import type { EffectClaim, EffectCompletion } from '../../ports/effect-ledger';
import { type Section, withoutNul } from './sections';

/** `place`: the order of arrival, in which claims on one key are served. */
export type PlacedClaim = { readonly place: number; readonly claim: EffectClaim };

export const CLAIMS: Section<PlacedClaim> = {
  name: 'claim',
  columns: [
    { name: 'place', type: 'int', of: ({ place }) => place },
    { name: 'run_id', type: 'uuid', of: ({ claim }) => claim.runId },
    { name: 'step', type: 'int', of: ({ claim }) => claim.step },
    { name: 'fence', type: 'int', of: ({ claim }) => claim.fence },
    { name: 'scope', type: 'text', of: ({ claim }) => claim.scope },
    { name: 'key', type: 'text', of: ({ claim }) => claim.key },
    { name: 'argument_hash', type: 'text', of: ({ claim }) => claim.argumentHash },
    { name: 'tool', type: 'text', of: ({ claim }) => claim.tool },
  ],
};

/** The same for a batch in which some effect has a resource: the others are spared the column. */
export const CLAIMS_WITH_RESOURCE: Section<PlacedClaim> = {
  name: 'claim',
  columns: [...CLAIMS.columns, { name: 'resource', type: 'text', of: ({ claim }) => claim.resource ?? null }],
};

export const claimsSectionOf = (claims: readonly PlacedClaim[]) =>
  claims.some(({ claim }) => claim.resource !== undefined) ? CLAIMS_WITH_RESOURCE : CLAIMS;

/**
 * Takes each key for the first claim on it. A row that stands there is taken over only when nothing happened (failed_final) or by its
 * own step. Keys are locked in their order, so that two processes don't wait for each other. Whoever gets nothing back reads again in
 * a new statement: this one's snapshot may not see the row it lost to.
 */
export function claimStatement(from: string): string {
  return `INSERT INTO effect (scope, key, argument_hash, tool, status, run_id, step, fence, attempts, created_at, updated_at)
    SELECT DISTINCT ON (claim.scope, claim.key) claim.scope, claim.key, claim.argument_hash, claim.tool, 'in_progress',
      claim.run_id, claim.step, claim.fence, 1, now(), now()
    FROM ${from} ORDER BY claim.scope, claim.key, claim.place
    ON CONFLICT (scope, key) DO UPDATE SET argument_hash = excluded.argument_hash, tool = excluded.tool, status = 'in_progress',
      run_id = excluded.run_id, step = excluded.step, fence = excluded.fence, attempts = effect.attempts + 1,
      response = NULL, error = NULL, tainted = false, private_data = false, completed_at = NULL, updated_at = now()
    WHERE effect.status = 'failed_final' OR (effect.status = 'in_progress' AND effect.run_id = excluded.run_id
      AND effect.step = excluded.step AND effect.argument_hash = excluded.argument_hash)
    RETURNING scope, key, run_id, step, attempts`;
}

/**
 * The same where claims name resources: a claim whose resource another effect holds, or an earlier claim asks for, takes nothing. What the snapshot
 * can't see is refused by `effect_resource_idx`, which fails the statement: to be written again. Resources are locked in their order.
 */
export function claimWithResourceStatement(from: string): string {
  return `INSERT INTO effect (scope, key, argument_hash, tool, resource, status, run_id, step, fence, attempts, created_at, updated_at)
    SELECT c.scope, c.key, c.argument_hash, c.tool, c.resource, 'in_progress', c.run_id, c.step, c.fence, 1, now(), now()
    FROM (SELECT one.*, row_number() OVER (PARTITION BY one.resource ORDER BY one.place) AS turn FROM (
        SELECT DISTINCT ON (claim.scope, claim.key) claim.* FROM ${from} ORDER BY claim.scope, claim.key, claim.place) one) c
    WHERE c.resource IS NULL OR (c.turn = 1 AND NOT EXISTS (
      SELECT FROM effect h WHERE h.resource = c.resource AND (h.scope, h.key) <> (c.scope, c.key)))
    ORDER BY c.resource, c.scope, c.key
    ON CONFLICT (scope, key) DO UPDATE SET argument_hash = excluded.argument_hash, tool = excluded.tool, resource = excluded.resource,
      status = 'in_progress', run_id = excluded.run_id, step = excluded.step, fence = excluded.fence, attempts = effect.attempts + 1,
      response = NULL, error = NULL, tainted = false, private_data = false, completed_at = NULL, updated_at = now()
    WHERE effect.status = 'failed_final' OR (effect.status = 'in_progress' AND effect.run_id = excluded.run_id
      AND effect.step = excluded.step AND effect.argument_hash = excluded.argument_hash)
    RETURNING scope, key, run_id, step, attempts`;
}

/** What a granted claim comes back as. */
export type ClaimedKey = {
  readonly scope: string;
  readonly key: string;
  readonly run_id: string;
  readonly step: number;
  readonly attempts: number;
};

export const COMPLETIONS: Section<EffectCompletion> = {
  name: 'completion',
  columns: [
    { name: 'run_id', type: 'uuid', of: (c) => c.runId },
    { name: 'step', type: 'int', of: (c) => c.step },
    { name: 'fence', type: 'int', of: (c) => c.fence },
    { name: 'scope', type: 'text', of: (c) => c.scope },
    { name: 'key', type: 'text', of: (c) => c.key },
    { name: 'status', type: 'text', of: (c) => c.status },
    {
      name: 'response',
      type: 'text',
      of: (c) => (c.status === 'succeeded' ? canonicalJson(c.response) : null),
    },
    { name: 'error', type: 'text', of: (c) => (c.status === 'succeeded' ? null : errorText(c.error)) },
    { name: 'tainted', type: 'bool', of: (c) => c.status === 'succeeded' && c.tainted },
    { name: 'private_data', type: 'bool', of: (c) => c.status === 'succeeded' && c.privateData },
  ],
};

/** The database reads members of it, and can't where a text holds a NUL. */
const errorText = (error: RecordedError) => canonicalJson({ ...error, message: withoutNul(error.message) });

/**
 * What stands of several words of one commit on one effect, since a statement can apply one of them alone: the first that settles it, or
 * the last that leaves it unknown.
 */
export function standing(completions: readonly EffectCompletion[]): readonly EffectCompletion[] {
  if (completions.length < 2) return completions;
  const last = new Map<string, EffectCompletion>();
  for (const one of completions) {
    const effect = `${one.step}\n${one.scope}\n${one.key}`;
    if ((last.get(effect)?.status ?? 'unknown') === 'unknown') last.set(effect, one);
  }
  return [...last.values()];
}

/** Only what the step owns and has not settled; an unknown may still be resolved, a settled effect never changes. */
export function completeStatement(from: string): string {
  return `UPDATE effect e SET status = completion.status, response = convert_to(completion.response, 'UTF8'),
      error = completion.error::json, tainted = completion.tainted, private_data = completion.private_data, fence = completion.fence,
      resource = CASE WHEN completion.status = 'unknown' AND completion.error::json->>'code' <> '${COMPENSATED_CODE}' THEN e.resource END,
      completed_at = CASE WHEN completion.status = 'unknown' THEN NULL ELSE now() END, updated_at = now()
    FROM ${from}
    WHERE e.scope = completion.scope AND e.key = completion.key AND e.run_id = completion.run_id AND e.step = completion.step
      AND e.fence <= completion.fence AND e.status IN ('in_progress', 'unknown')`;
}
