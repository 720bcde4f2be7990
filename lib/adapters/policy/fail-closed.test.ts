import { describe, expect, it } from 'vitest';
import { StoreUnavailableError } from '../../domain/errors';
import type { Policy } from '../../ports/policy';
import { policyRequestOf } from '../testing/policy-request-of';
import { EVALUATION_FAILED } from './cedar-engine';
import { failClosed } from './fail-closed';

const PERMIT = { effect: 'permit', rules: [], policyVersion: '1' };

describe('failClosed', () => {
  const logged: unknown[] = [];
  const logger = { error: (message: string, fields: unknown) => void logged.push([message, fields]) };
  const guarded = (evaluate: () => unknown) =>
    // safe because these verdicts are what a broken policy could give
    failClosed({ evaluate } as unknown as Policy, logger).evaluate(policyRequestOf());

  it('lets a verdict through as it is', async () => {
    expect(await guarded(async () => PERMIT)).toEqual(PERMIT);
  });

  it('lets an outage of the store through: what may be waited for is not denied', async () => {
    const away = new StoreUnavailableError('away');
    await expect(guarded(() => Promise.reject(away))).rejects.toBe(away);
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('boom');
      },
    ],
    ['rejects', () => Promise.reject(new Error('boom'))],
    ['says nothing', () => Promise.resolve(undefined)],
    ['says something else', () => Promise.resolve({ ...PERMIT, effect: 'maybe' })],
    ['adds to its verdict', () => Promise.resolve({ ...PERMIT, allow: true })],
  ])('denies when the policy %s, and logs it', async (_what, evaluate) => {
    logged.length = 0;
    const verdict = await guarded(evaluate);
    expect(verdict).toMatchObject({ effect: 'deny', rules: [{ id: EVALUATION_FAILED }] });
    expect(logged).toHaveLength(1);
  });
});
