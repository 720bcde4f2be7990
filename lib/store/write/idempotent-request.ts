// Knows the first answer to each Idempotency-Key of each caller and route. Refuses a key that stands for another request.
import type { Transaction } from '../prisma';

export type IdempotentId = { readonly key: string; readonly principal: string; readonly route: string };

/** Until when the key is ours (ISO 8601): a later holder has a later one, which tells the two apart. */
export type KeyLock = string;

export type Begun =
  /** Ours: act, then finish or abandon. `startedAt` (ISO 8601) is when the first request came, also after its process died. */
  | { readonly status: 'begun'; readonly startedAt: string; readonly lock: KeyLock }
  | { readonly status: 'replay'; readonly responseStatus: number; readonly response: string }
  /** The first request is still at work. */
  | { readonly status: 'in_flight' }
  /** The key came with another request before. */
  | { readonly status: 'mismatch' };

type Kept = {
  readonly request_hash: string;
  readonly status: string;
  readonly response_status: number | null;
  readonly response: string | null;
};

const TRIES = 3;

/**
 * Takes the key for `lockMs`: a request whose process died gives it back after that time. Answers are kept for `keepMs` from now. Outside a
 * transaction, so that another request sees it at once.
 */
export async function beginIdempotent(
  tx: Transaction,
  id: IdempotentId,
  requestHash: string,
  times: { readonly lockMs: number; readonly keepMs: number },
): Promise<Begun> {
  const at = [id.key, id.principal, id.route];
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    const [taken] = await tx.$queryRawUnsafe<{ created_at: Date; locked_until: Date }[]>(
      TAKE,
      ...at,
      requestHash,
      times.lockMs,
      times.keepMs,
    );
    if (taken !== undefined)
      return {
        status: 'begun',
        startedAt: taken.created_at.toISOString(),
        lock: taken.locked_until.toISOString(),
      };
    const [kept] = await tx.$queryRawUnsafe<Kept[]>(READ, ...at);
    if (kept === undefined) continue; // abandoned in between
    if (kept.request_hash !== requestHash) return { status: 'mismatch' };
    if (kept.status === 'in_flight') return { status: 'in_flight' };
    return { status: 'replay', responseStatus: kept.response_status ?? 200, response: kept.response ?? '' };
  }
  return { status: 'in_flight' };
}

const TAKE = `INSERT INTO api_idempotency (key, principal, route, request_hash, status, created_at, locked_until, expires_at)
  VALUES ($1, $2, $3, $4, 'in_flight', now(), now() + make_interval(secs => $5::float8 / 1000),
    now() + make_interval(secs => $6::float8 / 1000))
  ON CONFLICT (key, principal, route) DO UPDATE SET request_hash = excluded.request_hash, status = 'in_flight',
    response_status = NULL, response = NULL,
    created_at = CASE WHEN api_idempotency.expires_at <= now() THEN now() ELSE api_idempotency.created_at END,
    locked_until = excluded.locked_until, expires_at = excluded.expires_at
  WHERE api_idempotency.expires_at <= now() OR (api_idempotency.status = 'in_flight'
    AND api_idempotency.locked_until <= now() AND api_idempotency.request_hash = excluded.request_hash)
  RETURNING created_at, locked_until`;
const READ = `SELECT request_hash, status, response_status, convert_from(response, 'UTF8') AS response
  FROM api_idempotency WHERE key = $1 AND principal = $2 AND route = $3`;

/** Keeps the answer, unless the key has another holder by now. In the transaction of what was done, the two are kept or lost together. */
export async function finishIdempotent(
  tx: Transaction,
  id: IdempotentId,
  lock: KeyLock,
  answer: { readonly status: number; readonly response: string },
): Promise<void> {
  await tx.$executeRawUnsafe(
    `UPDATE api_idempotency SET status = 'answered', response_status = $4, response = convert_to($5, 'UTF8'), locked_until = NULL
     WHERE key = $1 AND principal = $2 AND route = $3 AND status = 'in_flight'
       AND locked_until = $6::timestamptz`,
    id.key,
    id.principal,
    id.route,
    answer.status,
    answer.response,
    lock,
  );
}

/** Gives the key back, unless it has another holder by now: a refused request may be mended and sent again under it. */
export async function abandonIdempotent(tx: Transaction, id: IdempotentId, lock: KeyLock): Promise<void> {
  await tx.$executeRawUnsafe(
    `DELETE FROM api_idempotency WHERE key = $1 AND principal = $2 AND route = $3 AND status = 'in_flight'
       AND locked_until = $4::timestamptz`,
    id.key,
    id.principal,
    id.route,
    lock,
  );
}

/** Removes answers whose time is over. @returns how many. */
export function pruneIdempotent(tx: Transaction): Promise<number> {
  return tx.$executeRawUnsafe(`DELETE FROM api_idempotency WHERE expires_at <= now()`);
}
