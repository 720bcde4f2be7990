// Knows what a failure of the database means: is it away, did two transactions collide, or was the data refused.
import { DatabaseError } from 'pg';
import { CodedError, RequestError, StoreUnavailableError } from '../domain/errors';

export type StoreFault = 'unavailable' | 'collision' | 'refused';

/** SQLSTATE: connection, shutdown and start-up, out of means, I/O, cancelled by timeout, read-only after a failover. */
const AWAY_STATE = /^(08...|57P0.|57014|53...|58...|25P03|25006)$/;
const COLLISION_STATE = /^(40001|40P01|55P03)$/;
const LOST_SOCKET =
  /^(ECONN(REFUSED|RESET|ABORTED)|EPIPE|ETIMEDOUT|E(HOST|NET)UNREACH|ENETDOWN|ENOTFOUND|EAI_AGAIN|ENOENT|EMFILE|ENFILE)$/;
const LOST_MESSAGE =
  /^(Connection terminated|Client has encountered a connection error|Client was closed|Query read timeout|timeout e(xpired|xceeded)|Cannot use a pool after|Connection ended|The server does not support SSL)/;
/** Prisma's own: not reachable, timed out, closed, no free connection, no transaction in time. */
const AWAY_PRISMA = /^(P1...|P2024|P2028)$/;

/**
 * - `unavailable`: the connection was lost or never made, or the server is starting, stopping or out of means; what became of a write may
 *   be unknown.
 * - `collision`: rolled back because of another transaction; doing it again is right.
 * - `refused`: the data or the statement is at fault; doing it again would fail again.
 */
export function classifyFault(error: unknown): StoreFault {
  if (error instanceof StoreUnavailableError) return 'unavailable';
  const state = sqlStateOf(error);
  if (state !== undefined) {
    if (COLLISION_STATE.test(state) || lostResource(error)) return 'collision';
    return AWAY_STATE.test(state) ? 'unavailable' : 'refused';
  }
  if (!(error instanceof Error)) return 'refused';
  if (error.name.startsWith('PrismaClient')) return prismaFault(error);
  return isLostConnection(error) ? 'unavailable' : 'refused';
}

/**
 * The server itself said no and serves on: what was asked is rolled back, so that nothing of it is unknown. After a FATAL the session ended, and it may
 * have ended after the commit; class 08 is what a pooler says of a server that it lost.
 */
export const wasRolledBack = (error: unknown): boolean =>
  error instanceof DatabaseError && error.severity === 'ERROR' && !error.code?.startsWith('08');

/** Somebody holds what was asked for, for longer than the session waits. */
export const isLockedOut = (error: unknown): boolean => sqlStateOf(error) === '55P03';

/** What stands in a row can't be read: no text in its encoding, or damaged. Nothing was done then. */
export const isUnreadable = (error: unknown): boolean =>
  wasRolledBack(error) && /^(22|XX)/.test(sqlStateOf(error) ?? '');

/** Two asked for one free resource: the loser did nothing wrong, and sees the winner when it looks again. */
export const lostResource = (error: unknown): boolean =>
  memberOf(error, 'constraint') === 'effect_resource_idx';

/** A hold names an allowance that its worker does not have any more: the whole statement was refused for it. */
export const lostAllowance = (error: unknown): boolean =>
  sqlStateOf(error) === '23502' &&
  memberOf(error, 'table') === 'hold' &&
  memberOf(error, 'column') === 'allowances';

/** An amount was decided on another sum than stands in its window: the whole statement was refused for it. */
export const windowMoved = (error: unknown): boolean =>
  sqlStateOf(error) === '23502' &&
  memberOf(error, 'table') === 'window_amount' &&
  memberOf(error, 'column') === 'key';

/** The error as the floors above see it, never a driver's class. Coded errors and refusals of a request pass through. */
export function storeError(error: unknown, action: string): Error {
  if (error instanceof CodedError || error instanceof RequestError) return error;
  const cause = { cause: error };
  const isOurs =
    error instanceof Error && sqlStateOf(error) === undefined && !error.name.startsWith('PrismaClient');
  switch (classifyFault(error)) {
    case 'unavailable':
      return new StoreUnavailableError(`The database did not answer (${action}).`, cause);
    case 'collision':
      return new CodedError('store_collision', 'retryable', `Another change came first (${action}).`, cause);
    case 'refused':
      if (isOurs) return error; // nothing of the database's: a mistake of the caller keeps its own face
      return new CodedError('store_refused', 'fatal', `The database refused it (${action}).`, cause);
  }
}

/** SQLSTATE as the server said it, directly or wrapped by Prisma; undefined when no server spoke. */
export function sqlStateOf(error: unknown): string | undefined {
  if (error instanceof DatabaseError) return error.code;
  const adapterError = memberOf(memberOf(error, 'meta'), 'driverAdapterError') ?? error;
  const state = memberOf(memberOf(adapterError, 'cause'), 'originalCode');
  return typeof state === 'string' ? state : undefined;
}

function prismaFault(error: Error): StoreFault {
  if (error.name === 'PrismaClientInitializationError') return 'unavailable';
  const code = memberOf(error, 'code');
  if (typeof code !== 'string') return 'refused';
  if (code === 'P2034') return 'collision';
  return AWAY_PRISMA.test(code) ? 'unavailable' : 'refused';
}

/** Node's network errors by their code, the driver's own by their text: it gives them no code. */
function isLostConnection(error: Error): boolean {
  const code = memberOf(error, 'code');
  if (typeof code === 'string') return LOST_SOCKET.test(code);
  return LOST_MESSAGE.test(error.message);
}

function memberOf(holder: unknown, name: string): unknown {
  if (typeof holder !== 'object' || holder === null) return undefined;
  return Reflect.get(holder, name);
}
