// What is asked follows what is looked at.
import { expect, it } from 'vitest';
import { slicesOf } from './spend-period';
import { monthQuestion, savingsQuestion, stacksQuestion, topRunsQuestion } from './spend-questions';

const slices = slicesOf('14d', Date.parse('2026-11-19T14:32:08Z'));
const since = '2026-11-06T00:00:00.000Z';

it('asks for the stacks in the slices of the period, and for the month', () => {
  expect(stacksQuestion('tool', slices)).toEqual({ by: ['tool', 'day'], since });
  expect(monthQuestion(Date.parse('2026-11-19T14:32:08Z'))).toEqual({
    by: ['day'],
    since: '2026-11-01T00:00:00.000Z',
  });
});

it('asks for the runs of the period, and of exactly the part that was picked', () => {
  expect(topRunsQuestion({ by: 'model', of: null, at: null }, slices)).toEqual({ since, limit: 12 });
  expect(topRunsQuestion({ by: 'model', of: 'small', at: '2026-11-19T00:00:00.000Z' }, slices)).toEqual({
    since: '2026-11-19T00:00:00.000Z',
    until: '2026-11-20T00:00:00.000Z',
    model: 'small',
    limit: 12,
  });
  expect(topRunsQuestion({ by: 'status', of: 'failed', at: null }, slices)).toEqual({
    since,
    status: 'failed',
    limit: 12,
  });
});

it('asks for what caching saved in the period, and in exactly the part that was picked', () => {
  expect(savingsQuestion({ by: 'agent', of: null, at: null }, slices)).toEqual({ since });
  expect(savingsQuestion({ by: 'tool', of: 'mail.send', at: '2026-11-19T00:00:00.000Z' }, slices)).toEqual({
    since: '2026-11-19T00:00:00.000Z',
    until: '2026-11-20T00:00:00.000Z',
    tool: 'mail.send',
  });
});
