import { describe, expect, it } from 'vitest';
import type { UndoableEffectShape } from '@/lib/contract/compensation';
import { effectNote, undoCallWords, undoneWords, undoTitle } from './undo-words';

const effect = (change: Partial<UndoableEffectShape> = {}): UndoableEffectShape => ({
  step: 4,
  tool: 'payments.refund',
  state: 'undoable',
  inDoubt: false,
  reason: null,
  undo: {
    tool: 'payments.cancel_refund',
    toolVersion: 2,
    risk: 'low',
    arguments: { refund_id: 'RF-1' },
    effectKey: 'undo:run:r:4',
    amount: null,
    amountUnit: null,
  },
  undoneBy: null,
  ...change,
});

describe('the words of undoing', () => {
  it('name the one tool, or count the effects', () => {
    expect(undoTitle([])).toBe('Undo what this run did');
    expect(undoTitle([effect()])).toBe('Undo payments.refund');
    expect(undoTitle([effect(), effect({ step: 6 })])).toBe('Undo 2 effects');
  });

  it('say whose call takes it back, and how much', () => {
    expect(undoCallWords(effect())).toBe('by payments.cancel_refund v2');
    const undo = effect().undo;
    expect(undoCallWords({ undo: undo && { ...undo, amount: 40, amountUnit: 'EUR' } })).toContain('40');
  });

  it('say why an effect stays, and what nobody knows', () => {
    expect(effectNote(effect())).toBe('');
    expect(effectNote(effect({ inDoubt: true }))).toContain('Nobody knows');
    expect(effectNote(effect({ state: 'kept', reason: 'Nothing undoes it.' }))).toBe(
      'Stays. Nothing undoes it.',
    );
  });

  it('say how far it is', () => {
    expect(undoneWords({ effects: [effect()] })).toBeNull();
    const effects = [effect({ state: 'undone' }), effect({ state: 'undoing' }), effect({ state: 'kept' })];
    expect(undoneWords({ effects })).toBe('1 of 3 effects undone, 1 being undone');
  });
});
