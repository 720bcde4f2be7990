import { describe, expect, it } from 'vitest';
import type { ApprovalShape } from '@/lib/contract/approval';
import { sampleApproval } from './sample-approval';
import { standing } from './still-queue';

const at = (minute: number): string => new Date(Date.UTC(2026, 0, 1, 12, minute)).toISOString();
const row = (id: string, minute: number, over: Partial<ApprovalShape> = {}): ApprovalShape =>
  sampleApproval({ id, createdAt: at(minute), expiresAt: at(minute + 60), ...over });
const ids = (rows: readonly ApprovalShape[]) => rows.map(({ id }) => id);
const NOBODY: ReadonlySet<string> = new Set();

describe('a queue that is held', () => {
  const [a, b, c] = [row('a', 1), row('b', 2), row('c', 3)];
  const held = { rows: [a, b, c], nowMs: 0 };

  it('keeps each row in its place, as it is now', () => {
    const voted = { ...b, quorum: 2 };
    const urgent = row('d', 4, { expiresAt: at(5) });
    const { rows, fresh, gone } = standing(held, { rows: [urgent, a, voted, c], whole: true }, NOBODY);
    expect(ids(rows)).toEqual(['a', 'b', 'c']);
    expect(rows[1]?.quorum).toBe(2);
    expect([fresh, gone.size]).toEqual([1, 0]);
  });

  it('marks what left, and drops only what the person decided', () => {
    const live = { rows: [c], whole: true };
    const { rows, gone } = standing(held, live, new Set(['a', 'c']));
    expect(ids(rows)).toEqual(['b', 'c']);
    expect(gone).toEqual(new Set(['a', 'b']));
  });

  it('does not take for gone what was pushed below the pages at hand', () => {
    const urgent = row('d', 4, { expiresAt: at(5) });
    expect(standing(held, { rows: [urgent, a, b], whole: false }, NOBODY).gone).toEqual(new Set());
    expect(standing(held, { rows: [urgent, a, b], whole: true }, NOBODY).gone).toEqual(new Set(['c']));
  });

  it('takes in what comes below them all: a page more, or what was asked later', () => {
    const later = row('z', 0, { expiresAt: at(90) });
    const { rows, fresh } = standing(held, { rows: [a, b, c, later], whole: true }, NOBODY);
    expect([ids(rows), fresh]).toEqual([['a', 'b', 'c', 'z'], 0]);
  });

  it('does not count as new what a page only now reaches', () => {
    const older = row('y', 0, { expiresAt: at(62) });
    expect(standing(held, { rows: [a, older, b, c], whole: true }, NOBODY).fresh).toBe(0);
  });
});
