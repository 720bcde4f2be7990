// Holds the meaning of database failures: away, collision or refused, from pg and from Prisma alike.
import { DatabaseError } from 'pg';
import { describe, expect, it } from 'vitest';
import { CodedError, RequestError, StoreUnavailableError } from '../domain/errors';
import { classifyFault, storeError, wasRolledBack } from './store-errors';

function fromServer(code: string, severity = 'ERROR'): DatabaseError {
  return Object.assign(new DatabaseError('said by the server', 0, 'error'), { code, severity });
}
const fromPrisma = (code: string, originalCode?: string) =>
  Object.assign(new Error('wrapped'), {
    name: 'PrismaClientKnownRequestError',
    code,
    meta: originalCode === undefined ? {} : { driverAdapterError: { cause: { originalCode } } },
  });
const fromSocket = (code: string) => Object.assign(new Error('socket'), { code });

describe('a failure of the database', () => {
  it.each([
    ['shutdown', fromServer('57P01'), 'unavailable'],
    ['starting up', fromServer('57P03'), 'unavailable'],
    ['out of connections', fromServer('53300'), 'unavailable'],
    ['disk full', fromServer('53100'), 'unavailable'],
    ['statement timeout', fromServer('57014'), 'unavailable'],
    ['read-only after a failover', fromServer('25006'), 'unavailable'],
    ['deadlock', fromServer('40P01'), 'collision'],
    ['serialisation', fromServer('40001'), 'collision'],
    ['lock timeout', fromServer('55P03'), 'collision'],
    ['CHECK', fromServer('23514'), 'refused'],
    ['NUL in text', fromServer('22021'), 'refused'],
    ['no permission', fromServer('42501'), 'refused'],
    ['refused connection', fromSocket('ECONNREFUSED'), 'unavailable'],
    ['reset connection', fromSocket('ECONNRESET'), 'unavailable'],
    ['lost connection', new Error('Connection terminated unexpectedly'), 'unavailable'],
    ['no connection in time', new Error('timeout exceeded when trying to connect'), 'unavailable'],
    ['silent connection', new Error('Query read timeout'), 'unavailable'],
    ['Prisma can’t reach it', fromPrisma('P1001'), 'unavailable'],
    ['Prisma has no transaction in time', fromPrisma('P2028'), 'unavailable'],
    ['Prisma saw a conflict', fromPrisma('P2034'), 'collision'],
    ['Prisma passes a deadlock on', fromPrisma('P2010', '40P01'), 'collision'],
    ['Prisma passes a shutdown on', fromPrisma('P2010', '57P01'), 'unavailable'],
    ['Prisma passes a CHECK on', fromPrisma('P2010', '23514'), 'refused'],
    [
      'Prisma was asked wrongly',
      Object.assign(new Error('x'), { name: 'PrismaClientValidationError' }),
      'refused',
    ],
    ['a mistake of ours', new TypeError('x is not a function'), 'refused'],
    ['a thrown string', 'boom', 'refused'],
  ])('%s', (_, error, fault) => {
    expect(classifyFault(error)).toBe(fault);
  });

  it('leaves nothing unknown where the server says so and serves on, and only there', () => {
    for (const code of ['57014', '53200', '25006', '40P01', '23514'])
      expect(wasRolledBack(fromServer(code))).toBe(true);
    const unknown = [
      fromServer('57P01', 'FATAL'),
      fromServer('08006'),
      fromSocket('EPIPE'),
      new RangeError('9'),
    ];
    for (const error of unknown) expect(wasRolledBack(error)).toBe(false);
  });

  it('comes out as a coded error with its cause, and what is not the database’s keeps its face', () => {
    const lost = fromSocket('EPIPE');
    expect(storeError(lost, 'read')).toBeInstanceOf(StoreUnavailableError);
    expect(storeError(lost, 'read')).toMatchObject({ cause: lost, class: 'retryable' });
    expect(storeError(fromServer('40P01'), 'x')).toMatchObject({
      code: 'store_collision',
      class: 'retryable',
    });
    expect(storeError(fromServer('23514'), 'x')).toMatchObject({ code: 'store_refused', class: 'fatal' });
    const kept = [
      new CodedError('mine', 'fatal', 'm'),
      new RequestError('conflict', 'c'),
      new TypeError('t'),
    ];
    for (const error of kept) expect(storeError(error, 'x')).toBe(error);
  });
});
