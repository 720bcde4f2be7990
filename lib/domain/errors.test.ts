// An error keeps its class across the copies of a module that a build makes, and no class takes another's errors for its own.
import { expect, it, vi } from 'vitest';
import { CodedError, RequestError, StoreUnavailableError } from './errors';

class Narrow extends CodedError {}

it('is told from another copy of the module', async () => {
  vi.resetModules();
  const copy = await import('./errors');
  expect(copy.CodedError).not.toBe(CodedError);
  const coded = new copy.CodedError('http_401', 'fatal', 'refused');
  expect(coded instanceof CodedError).toBe(true);
  expect(coded instanceof StoreUnavailableError).toBe(false);
  const away = new copy.StoreUnavailableError('away');
  expect(away instanceof StoreUnavailableError).toBe(true);
  expect(away instanceof CodedError).toBe(true);
  const refused: unknown = new copy.RequestError('rate_limited', 'Wait.');
  expect([refused instanceof RequestError, refused instanceof CodedError]).toEqual([true, false]);
  expect(away instanceof RequestError).toBe(false);
});

it('is not taken for a narrower one, nor anything else for it', () => {
  const coded = new CodedError('a', 'fatal', 'b');
  expect(coded instanceof Narrow).toBe(false);
  expect(new Narrow('a', 'fatal', 'b') instanceof Narrow).toBe(true);
  expect(new Narrow('a', 'fatal', 'b') instanceof CodedError).toBe(true);
  expect(coded instanceof Error).toBe(true);
  for (const other of [new Error('x'), { code: 'a', class: 'fatal' }, null, undefined, 'text'])
    expect((other as unknown) instanceof CodedError).toBe(false);
});
