// Order by what presses, focus by id, and the next one after a decision is never an unread surprise.
import { describe, expect, it } from 'vitest';
import { neighbour, nextWaiting, queueGroups, queueOrder } from './queue-groups';
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

  it('breaks a tie by the age of the question', () => {
    const [group] = queueGroups([waiting('young', 5, -1), waiting('old', 5, -20)], NOW_MS);
    expect(group?.items.map((item) => item.id)).toEqual(['old', 'young']);
  });

  it('shows no empty group', () => {
    expect(queueGroups([], NOW_MS)).toEqual([]);
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

describe('neighbour', () => {
  const order = queueOrder(queueGroups(queue, NOW_MS));
  it('walks by id and stays at the ends', () => {
    expect(neighbour(order, 'soon-b', 1)).toBe('late');
    expect(neighbour(order, 'soon-a', -1)).toBe('soon-a');
    expect(neighbour(order, 'gone', 1)).toBe('gone');
  });
  it('keeps its place when a row comes in above', () => {
    const withNew = queueOrder(queueGroups([...queue, waiting('urgent', 1)], NOW_MS));
    expect(neighbour(withNew, 'soon-b', 1)).toBe('late');
  });
  it('begins at an end without a focus', () => {
    expect(neighbour(order, undefined, 1)).toBe('soon-a');
    expect(neighbour([], undefined, 1)).toBeUndefined();
  });
});
