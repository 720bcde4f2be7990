import { describe, expect, it } from 'vitest';
import { sampleStep } from '../run/sample-step';
import { comparedSteps } from './compared-steps';

const model = (step: number) => sampleStep({ step, kind: 'model', tool: null });
const refund = (step: number, amount: number) =>
  sampleStep({ step, kind: 'tool', tool: 'payments.refund', arguments: { amount }, result: { ok: true } });

describe('two runs side by side', () => {
  it('part at the first step that differs, and say how', () => {
    const { rows, divergedAt } = comparedSteps(
      [model(1), refund(2, 40), model(3)],
      [model(1), { ...refund(2, 900), resultSource: 'would_have_done' }, model(3), refund(4, 1)],
      1,
    );
    expect(divergedAt).toBe(2);
    expect(rows.map(({ differs }) => differs.map(({ name }) => name))).toEqual([
      [],
      ['arguments', 'result'],
      [],
      expect.arrayContaining(['step', 'arguments']),
    ]);
    expect(rows[1]?.differs[0]).toEqual({
      name: 'arguments',
      origin: '{"amount":40}',
      fork: '{"amount":900}',
    });
    expect(rows[3]?.origin).toBeUndefined();
  });

  it('leave out what both have from before, and never part where nothing differs', () => {
    const steps = [model(1), refund(2, 40), model(3)];
    expect(comparedSteps(steps, steps, 3)).toMatchObject({ rows: [{ step: 3 }], divergedAt: undefined });
  });
});
