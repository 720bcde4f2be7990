// Order by what presses, focus by id, and the next one after a decision is never an unread surprise.
import { describe, expect, it } from 'vitest';
import { byDecision, nextWaiting, queueGroups, queueOrder } from './queue-groups';
import { inMinutes, NOW_MS, sampleApproval } from './sample-approval';

const waiting = (id: string, minutes: number | null, asked = -8) =>
  sampleApproval({
    id,
    createdAt: inMinutes(asked),
    expiresAt: minutes === null ? null : inMinutes(minutes),
  });

const queue = [
  waiting('late', 90),
  waiting('soon-b', 9),
  waiting('none', null),
  waiting('gone', -1),
  waiting('soon-a', 6),
];

describe('queueGroups', () => {
  it('puts what expires first on top and what has run out at the end', () => {
    const groups = queueGroups(queue, NOW_MS);
    expect(groups.map((group) => [group.key, group.items.map((item) => item.id)])).toEqual([
      ['soon', ['soon-a', 'soon-b']],
      ['later', ['late']],
      ['open', ['none']],
      ['over', ['gone']],
    ]);
  });

  it('draws the line at a quarter of an hour and at zero', () => {
    const keys = [15, 14.99, 0, 0.01].map((minutes) => queueGroups([waiting('a', minutes)], NOW_MS)[0]?.key);
    expect(keys).toEqual(['later', 'soon', 'over', 'soon']);
  });

  it('keeps an announced call among those that press until it is over', () => {
    const announced = { ...waiting('a', -1), onExpiry: 'execute' as const };
    expect(queueGroups([announced], NOW_MS)[0]?.key).toBe('soon');
    expect(nextWaiting(queueGroups([announced], NOW_MS), 'other')).toBe('a');
  });

  it('breaks a tie by the age of the question', () => {
    const [group] = queueGroups([waiting('young', 5, -1), waiting('old', 5, -20)], NOW_MS);
    expect(group?.items.map((item) => item.id)).toEqual(['old', 'young']);
  });

  it('shows no empty group', () => {
    expect(queueGroups([], NOW_MS)).toEqual([]);
  });
});

describe('byDecision', () => {
  it('puts what was decided last first, whenever it was asked', () => {
    const early = sampleApproval({ id: 'early', createdAt: inMinutes(-60), decidedAt: inMinutes(-1) });
    const late = sampleApproval({ id: 'late', createdAt: inMinutes(-5), decidedAt: inMinutes(-4) });
    expect([late, early].sort(byDecision).map((item) => item.id)).toEqual(['early', 'late']);
  });
});

describe('queueOrder', () => {
  it('is what the keys walk', () => {
    expect(queueOrder(queueGroups(queue, NOW_MS))).toEqual(['soon-a', 'soon-b', 'late', 'none', 'gone']);
  });
});

describe('nextWaiting', () => {
  const groups = queueGroups(queue, NOW_MS);
  it('is the next below, then the most urgent', () => {
    expect(nextWaiting(groups, 'soon-a')).toBe('soon-b');
    expect(nextWaiting(groups, 'none')).toBe('soon-a');
  });
  it('never is what has run out or was just decided', () => {
    expect(nextWaiting(queueGroups([waiting('a', 5), waiting('gone', -1)], NOW_MS), 'a')).toBeUndefined();
  });
  it('starts at the top when the decided one has left the queue already', () => {
    expect(nextWaiting(groups, 'left')).toBe('soon-a');
  });
});
