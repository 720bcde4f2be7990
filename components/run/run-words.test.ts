// What a run waits for is the wait that has to be settled first, with that wait's own end.
import { describe, expect, it } from 'vitest';
import { approvalIdOf, endWords, waitingSentence, waitingWords } from './run-words';
import { atSecond } from './sample-step';

describe('waitingWords', () => {
  it('counts approvals and names the first to run out', () => {
    const waiting = {
      reason: 'approval' as const,
      items: [
        { kind: 'approval', id: 'a1', until: atSecond(90) },
        { kind: 'approval', id: 'a2', until: atSecond(30) },
        { kind: 'timer', id: 'step:3', until: atSecond(5) },
      ],
    };
    expect(waitingWords(waiting)).toMatchObject({ word: '2 approvals', until: atSecond(30) });
    expect(waitingSentence(waiting)).toBe('waiting for 2 approvals');
    expect(approvalIdOf(waiting)).toBeUndefined();
  });

  it('tells an unknown outcome before the approval beside it', () => {
    const waiting = {
      reason: 'unknown_outcome' as const,
      items: [
        { kind: 'approval', id: 'a1', until: atSecond(90) },
        { kind: 'unknown_outcome', id: 'a2' },
      ],
    };
    expect(waitingSentence(waiting)).toBe('outcome unknown');
    expect(waitingWords(waiting).until).toBeUndefined();
  });

  it('names the bound that was reached', () => {
    const at = (id: string) => waitingSentence({ reason: 'limit', items: [{ kind: 'limit', id }] });
    expect(at('steps')).toBe('at its limit of steps');
    expect(at('cost')).toBe('at its cost limit');
    expect(at('loop')).toBe('caught in a loop');
  });

  it('names the resource that another effect holds', () => {
    const waiting = { reason: 'timer' as const, items: [{ kind: 'resource', id: 'ticket:42' }] };
    expect(waitingSentence(waiting)).toBe('waiting for ticket:42');
    const elsewhere = { reason: 'timer' as const, items: [{ kind: 'effect', id: 'tool:a k' }] };
    expect(waitingSentence(elsewhere)).toBe('waiting for the same call elsewhere');
  });

  it('links the one approval it waits for', () => {
    expect(approvalIdOf({ reason: 'approval', items: [{ kind: 'approval', id: 'a1' }] })).toBe('a1');
    expect(approvalIdOf(null)).toBeUndefined();
  });
});

describe('endWords', () => {
  const error = { code: 'tool_failed', message: '503 from the receiver' };
  it('says why a run failed and that its partial result is kept', () => {
    expect(endWords({ status: 'failed', error, partial: { text: 'half' } })).toBe(
      '503 from the receiver, partial result kept',
    );
    expect(endWords({ status: 'failed', error, partial: null })).toBe('503 from the receiver');
  });
  it('has nothing to add to a success or a run under way', () => {
    expect(endWords({ status: 'succeeded', error: null, partial: null })).toBe('');
    expect(endWords({ status: 'running', error, partial: {} })).toBe('');
  });
});
