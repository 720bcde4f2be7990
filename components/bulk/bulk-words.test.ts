// What a bulk action is said to do, and to have done, follows from its figures.
import { describe, expect, it } from 'vitest';
import type { BulkShape } from '@/lib/contract/bulk';
import { bulkTitle, previewSentence, progressDetail, progressTitle } from './bulk-words';

const bulk = (over: Partial<BulkShape>): BulkShape => ({
  id: '01890000-0000-7000-8000-000000000000',
  action: 'cancel',
  filter: { agent: 'refunds' },
  reason: 'closed',
  state: 'running',
  total: 11,
  done: 0,
  skipped: 0,
  failed: 0,
  askedBy: { kind: 'user', id: 'ada', label: 'Ada Obi' },
  createdAt: '2026-01-01T00:00:00.000Z',
  finishedAt: null,
  stopped: null,
  ...over,
});

describe('bulk actions in words', () => {
  it('name the verb and the count', () => {
    expect(bulkTitle('cancel', 1)).toBe('Cancel 1 run');
    expect(bulkTitle('resume', 4_871)).toBe('Resume 4,871 runs');
  });

  it('say beforehand which runs are meant and which are past it', () => {
    expect(previewSentence('cancel', { count: 5, byStatus: { waiting: 3, running: 1, failed: 1 } })).toBe(
      '1 running, 3 waiting. 1 has ended and is skipped.',
    );
    expect(previewSentence('pause', { count: 2, byStatus: { succeeded: 1, cancelled: 1 } })).toBe(
      '2 have ended and are skipped.',
    );
    expect(previewSentence('resume', { count: 3, byStatus: { queued: 1, waiting: 2 } })).toBe(
      '2 waiting. 1 does not wait and is skipped.',
    );
    expect(previewSentence('redrive', { count: 4, byStatus: { failed: 3, waiting: 1 } })).toBe(
      '3 failed. 1 did not fail and is skipped.',
    );
    expect(previewSentence('discard', { count: 2, byStatus: { failed: 1, succeeded: 1 } })).toBe(
      '1 failed. 1 did not fail and is skipped.',
    );
  });

  it('say how far it is and how it ended', () => {
    const under = bulk({ done: 3, skipped: 1 });
    expect([progressTitle(under), progressDetail(under)]).toEqual([
      'Cancelling 11 runs',
      '4 of 11 so far, 1 skipped',
    ]);
    const through = bulk({ state: 'done', done: 11 });
    expect([progressTitle(through), progressDetail(through)]).toEqual(['11 runs cancelled', '']);
    const stopped = bulk({ state: 'aborted', action: 'pause', done: 3, failed: 2 });
    expect([progressTitle(stopped), progressDetail(stopped)]).toEqual([
      '3 of 11 runs paused, then stopped',
      '2 failed, 6 left as they were',
    ]);
  });
});
