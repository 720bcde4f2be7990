// Idempotency-Key: the first answer of a request over all its retries; refuses a key that stands for something else.
import 'server-only';
import { z } from 'zod';
import { canonicalJson } from '../../domain/canonical-json';
import { RequestError, StoreUnavailableError } from '../../domain/errors';
import type { Principal } from '../../domain/principal';
import { storeError } from '../../store/store-errors';
import {
  abandonIdempotent,
  beginIdempotent,
  finishIdempotent,
  type IdempotentId,
  type KeyLock,
} from '../../store/write/idempotent-request';
import type { App } from '../app';

/** An answer before it becomes a response; what is kept under an Idempotency-Key. */
export type Answer = { readonly status: number; readonly body: string | null; readonly etag: string | null };

/** One request over all its retries: `startedAt` is when the first of them came, also after a crash in between. */
export type Intent = { readonly key: string; readonly startedAt: string };

/** A request whose process died is believed to be at work for so long. */
const LOCK_MS = 20_000;
const KEEP_MS = 25 * 60 * 60_000;
const KEY = /^[\x21-\x7e]{1,255}$/;
const kept = z.strictObject({ status: z.number(), body: z.string().nullable(), etag: z.string().nullable() });

export type OnceRequest = {
  readonly key: string;
  readonly principal: Principal;
  /** Method and path template. */
  readonly route: string;
  /** What was asked: parameters, body, and the query where there is one. */
  readonly asked: unknown;
};

type OnceParts = Pick<App, 'db' | 'hash' | 'logger'>;

/**
 * Acts under the key, once. Only answers are kept: a refusal gives the key back. When the database went away in the middle nobody knows what
 * became of the act, so the key stays taken until its lock has run out; `act` then gets the same intent again and must recognise it.
 * @throws RequestError idempotency_mismatch, in_flight, invalid_request; whatever `act` throws.
 */
export async function answerOnce(
  parts: OnceParts,
  request: OnceRequest,
  act: (intent: Intent) => Promise<Answer>,
): Promise<{ readonly answer: Answer; readonly replayed: boolean }> {
  const { key, principal, route } = request;
  if (!KEY.test(key))
    throw new RequestError('invalid_request', 'Idempotency-Key must be 1 to 255 visible ASCII characters.');
  const id: IdempotentId = { key, principal: `${principal.kind}:${principal.id}`, route };
  const requestHash = parts.hash(canonicalJson(request.asked));
  const begun = await stored('begin request', () =>
    beginIdempotent(parts.db.prisma, id, requestHash, { lockMs: LOCK_MS, keepMs: KEEP_MS }),
  );
  switch (begun.status) {
    case 'replay':
      return { answer: kept.parse(JSON.parse(begun.response)), replayed: true };
    case 'mismatch':
      throw new RequestError('idempotency_mismatch', 'This Idempotency-Key was used for another request.');
    case 'in_flight':
      throw new RequestError(
        'in_flight',
        'The first request with this Idempotency-Key is still at work.',
        [],
        {
          retryAfterMs: 1_000,
        },
      );
    case 'begun':
      return {
        answer: await actAndKeep(parts, { id, lock: begun.lock }, { key, startedAt: begun.startedAt }, act),
        replayed: false,
      };
  }
}

async function actAndKeep(
  { db, logger }: OnceParts,
  { id, lock }: { readonly id: IdempotentId; readonly lock: KeyLock },
  intent: Intent,
  act: (intent: Intent) => Promise<Answer>,
): Promise<Answer> {
  let answer: Answer;
  try {
    answer = await act(intent);
  } catch (error) {
    if (!(error instanceof StoreUnavailableError))
      await release(() => abandonIdempotent(db.prisma, id, lock), logger);
    throw error;
  }
  const response = JSON.stringify(answer);
  await release(() => finishIdempotent(db.prisma, id, lock, { status: answer.status, response }), logger);
  return answer;
}

async function stored<T>(action: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw storeError(error, action);
  }
}

/** The act is done or refused either way; a note that can't be written runs out by itself. */
async function release(note: () => Promise<void>, logger: App['logger']): Promise<void> {
  await note().catch((error: unknown) => logger.warn('an Idempotency-Key was not settled', { error }));
}
